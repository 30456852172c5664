/** More of how people say no in Portuguese, by what is said; see `portuguese.ts` for the classes. */
import type { Replies } from './phrases.ts';

export const portugueseReplies: Replies = {
  strangers: `
    err*|enganou*|enganar*|enganado|enganada ..2 pessoa|numero|contato|contacto
    pessoa|numero|contato|contacto ..1 errad*|trocad* $
    pessoa|numero errad* ..2 {remove}|nao|par*
    ^ engano
    foi|e|ser|deve|houve engano
    como|onde|quem ..4 consegu*|arranj*|pegou|pegaram|tem|teem|deu|deram|obtiv*|obteve|passou|passaram|achou|acharam|arrum* ..3 meu|meus|este|esse numero|email|e-mail|contato|contacto|telefone|dados|whatsapp|zap|celular|mail
    nunca|nao|jamais|n ..3 dei|autorizei|consenti|autorizo|dado ..3 consentimento|autorizacao|permissao|numero|isso|isto|{texts}|$
    nunca|jamais ..3 inscrev*|cadastr*|subscrev*|regist*|inscrit*
    nao|n ..2 inscrev*|cadastrei|subscrev*|registei ..1 nisso|nisto|em|nada|a
    nao|nunca|n ..2 pedi|solicitei|pedimos ..1 nada|isso|isto|essas|esses|estas|estes|{texts}|para
    nao|n|nem ..1 conheco ..1 voces|voce|vcs|vc|vos
    nem sei quem ..1 voces|voce|vcs|sao
    nao|n sou ..2 pessoa
    nao|n e|pertence ..2 meu|mais|este|esse numero|celular
    sem ..1 meu|minha consentimento|autorizacao|permissao
  `,
  anger: `
    {texts} ..2 incomodam|irritam|perturbam|cansam|enchem
    farto|farta|fartos|cheio|cheia|cansado|cansada ..1 de ..1 voces|vcs|vos|receber|isso|isto|tanta|tanto
    se ..1 me? ..1 escreverem|escrever|mandarem|ligarem|contatarem|contactarem|insistirem ..5 denuncio|processo|denuncia|bloqueio|procon|policia
    me|nos remov*|tir*|exclu*|apag*|delet*|retir* ..1 ai|dai|daqui|disso|disto|ja|logo|urgente
    ^ vaza|vazem|some|sumam|sumam|xo $
    some|suma|sumam ..1 daqui|da|do
    cai|caiam fora
    vai|vao|va ..2 tomar|catar|cagar|plantar|foder|fuder|merda|puta|porra|inferno|diabo|danar|lascar|ferrar|chatear|encher
    vou ..2 fazer|processar|denunciar|bloquear|reclam*|apresentar|registrar ..4 queixa|voces|vcs|vos|procon|policia|reclamacao|cnpd|anatel|denuncia|advogado
    faco|apresento|registro|fazer ..1 queixa|denuncia|reclamacao
    ! meu advogado ..3 contato|contata|entra|vai|falar|procura
    quantas vezes ..6 nao|falar|dizer|pedir|repetir|sair|parar
    falei|disse|dito|digo ..1 que? nao
    nao e|significa|quer nao
    ench*|torr* ..1 o|a? saco|paciencia
    saco cheio
    cansad*|cansei|fart*|chei* ..1 de|das|dos|dessas|desses|com ..3 {texts}|isso|isto|receber
    que saco|chato|chatice|inferno|porre $
    que saco ..2 {texts}
    deix*|deixa ..1 me|nos ..1 quiet*|sossegad*|paz|sossego
    me|nos deix* ..1 quiet*|sossegad*|paz|sossego
    larg* ..2 pe|mao
    agradec*|gostaria|peco|prefiro|exijo|pedia ..2 que? ..1 nao ..3 {written}|volt*|contact*|contat*|envi*|mand*|lig*
    nao ..1 volt*|torn* a ..1 {writing}|me
    bloque* ..1 voces|vcs|voce|esse|este|contato|numero
    ja ..1 bloqueei|denunciei
    ^ bloqueei
    nao|n ..1 quero ..2 saber|contato|contacto|relacao ..1 de|com|nada|$
    nao|n ..1 quero $
    nao|n ..1 quero que ..2 {written}|me
    nao|n ..1 me? ..1 interessa|interessam ..2 {texts}|nada|isso|$
    dispenso ..3 {texts}|$
    stop ..1 nao|quero|pf|ja
    perseguindo|perseguicao|assediando|assediar
    parem|pare|para ..1 ja|logo|agora|imediatamente $
    pare|parem|pode* ..1 parar $
    pessoal|gente|voces|vcs parem
    nao|n aguento mais ..3 {texts}|isso|receber|$
    deixem|deixa|deixe|quero|gostaria ..2 deixar|parar de receber
  `,
  requests: `
    cancel* ..1 minha ..1 assinatura|inscricao|subscricao ..2 {texts}
    nao|n ..1 tenho|temos interesse ..1 nos|nas|em produtos|servicos|ofertas|promocoes|{texts}
    nao|n {me} inclu* ..4 {texts}|envios|{list}|campanhas
    {me} exclu* ..1 da|das|de|dos|do
    facam|faca|fazer ..1 favor de parar|nao|tirar|apagar
    como cancel* ..3 {texts}
    fora da|do ..1 minha|meu
    {number} nao ..1 devia|deveria|tinha|era ..1 estar ..1
    nunca comprei|compramos ..4 por|porque|pq
    nao ligo|importo ..1 pra|para|com ..1 sua|suas|seu|a|as ..1 promoc*|oferta*|{texts}
    me|nos sinto|sentindo assediad*|perseguid*|incomodad*
    estao ..1 me|nos ..1 spam*|assediando|perturbando|incomodando|enchendo
    tomarei|tomaremos|vou|tomar medidas|providencias legais|judiciais
    medidas|providencias legais|judiciais
    ^ chega|basta ne|mesmo|poxa|caramba|porra $
    ^ golpistas|golpista|spammers|spammer
    nao ..1 guardem|mantenham|usem|guarde|usem ..2 {list}|dados|{number}
    facam|faca ..1 isso ..1 parar
    nao ..1 me procur*
    ninguem ..1 aqui? quer|pediu ..2
    nao|n ..1 pedi ..1 informac*|mensagem|nada
    sair|sai|saio ..1 do|da|deste|desse|desta|dessa grupo|{list}
    nao|n ..2 fazer parte
    nao|n ..2 estou|tenho interess* ..2 seus|suas|vossos|vossas|{texts}|nada|nisso
    {stop} de receber
    como|onde ..5 cancel*|paro|parar|desativ*|bloque*|sair|saio|remov*|tiro|desinscr*|descadastr*|desligo|exclu* ..2 isso|isto|disso|disto|essas|estas|{texts}|aqui|$
    par*|parem|pare com ..1 isso|isto|essas|esses|estas|as|os|tanta|tanto|tantas
    ^ para com ..1 isso|isto|essas
    deu de ..1 {texts}|isso
    ja deu $
    sao|e ..2 chat*|insuportav*|insistent*|pesad*|irritant*|abusad*|inconvenient* $
    voces|vcs|vc|voce ..2 chat*|insuportav*|inconvenient*|pesad*|irritant*
    isso|isto ..2 chato|irritante|insuportavel|abuso|abusivo|spam $
    nao torr*|ench*|amol*|azucrin*|aporrinh*|incomod*|chatei*
    ^ me|nos deix*|esquec*|larg* ..1 $
    esquec* ..1 que ..1 existo
    nao interessa|interessam ..1 $
    nao|n quero|qro|kero nada|nd ..1 $
    prefiro|preferia|preferiria|gostava ..1 de? ..1 nao|deixar ..1 receber|ser
    favor|gentileza|peco ..2 remov*|exclu*|retir*|apag*|tir*|descadastr*|cancel* ..1 $
    favor|gentileza|peco nao|n|parar ..2 {written}|enviar|mandar|ligar
    cancel*|suspend* ..1 tudo|envio|envios|isso|isto|recebimento|alertas|notificacoes $
    nao|nunca ..1 assinei|subscrevi|inscrevi ..1 nada|isso|isto|a|o|$
    nao|n lembro|recordo ..3 cadastr*|inscr*|ter|autoriz*
    aqui|ai nao ..1 e|mora|tem|ha|trabalha|vive ..2
    aqui nao e ..1 a|o|da|do
    nao ..1 sou quem|a|o ..1 pessoa|procuram|procura|voces
    {stop} com ..2 ofertas|{texts}|essa|esse|as|os|isso
    ja ..1 pedi|disse|falei|solicitei|avisei ..5 sair|parar|vezes|nao|remov*|par*|cancel*
    e ..1 ultima vez
    ^ ultima vez
    pela ultima|terceira|segunda|enesima vez ..4 par*|nao|peco|pedi|sai*|aviso
    se ..2 mandar*|enviar*|ligar*|continuar*|insistir* ..5 denuncio|processo|denunciar|processar|bloqueio|procon|policia
    na proxima ..3
    vou ..1 no|ao|na|a|pro procon|policia|justica|anatel|delegacia
    bloquead*|bloqueand*|denunciad*|denunciand*|reportad* ..1 e|como|por|$ ..1
    ^ bloqueand* $
    uso ..2 nao autorizado
    dados ..2 apaguem|apague|removam|remova|exclu*|elimin*
    sai|saiam|vaza|vazem|some|suma|sumam|cai|caiam fora|daqui|da
    sum* ..1 da minha
    se ferrar|foder|fuder|lascar|danar
    vao|vai ..1 chatear|incomodar|encher|perturbar|catar
    apaga*|exclu*|delet*|remov*|tir* ..2 meu|minha|meus|este|esse ..1 {number}
    tir* ..1 meu ..1 {number} ..1 dai|da|do
    de onde ..2 tiraram|tirou|pegaram
    quem sao ..1 voces ..4 nao|parem|para
    nao|n ..1 sei quem ..1 e|sao|voces ..3 nao|par*|apag*
    nao|n ..1 compro mais ..3
    ja vendi ..4 par*|nao|chega
    nao|n conheco voces|voce|vcs
    revog*|retir*|cancel* ..1 meu|o|a|minha consentimento|autorizacao
    opo* ..1 me ao? ..2
    bloqueio ..1 este|esse|o ..1 numero
  `,
  goods: `
    pedido pedidos consulta consultas reserva reservas voo voos produto produtos item itens artigo mesa quarto entrega encomenda pacote
    cebola multa taxa fatura pagamento pagamentos cartao cartoes contrato luz gas internet academia ginasio seguro viagem reuniao aula lugar
    irmao irma conta carro vaga porta foto recibo hotel aluguel aluguer visita plano linha ingresso bilhete cobranca duvida lixo compra rua
    buraco antibiotico exame corrida
  `,
  done: `
    cancel* remov* tira tirem tirar exclu* apag* bloque* bloqueia bloquead* anul* retir* par* parar sair denunciar saida
  `,
  days: `
    hoje amanha segunda terca quarta quinta sexta sabado domingo semana tarde noite
  `,
  others: `
    seu|vosso|teu|no|o|pro spam|lixo ..1
    basta ..1 um|uma|dois|so
    um|uma|dois basta
    nao ..1 leio|vejo|verifico ..3
    par* ..1 em|na|no|aqui|ali|junto ..1 ~{texts}|paz|mim
    {remove} ..2 segund*|primeir*|terceir*
    cancel* ..1 e ..1
    deixa ..1 eu|pra|com|comigo ..1 ~paz
    cancel*|desmarc* ..2 {days}
    {days} ..2 cancel*|desmarc*
    nao {me}? liga|ligue|ligar|liguem manda*|mande*|escrev*|mensagem|sms
    nao precisa ligar
    sms|mensagem|email basta
    nao ..1 quero incomodar|atrapalhar|perturbar
    para|pare|chega|parem ..1 😂|🤣|kkk|kkkk|haha|rsrs
    cancel*|descadastr*|sair|desinscr* ..4 {elsewhere}
    um|uma|dois|so basta
    reclamacao|denuncia ..1 do|da|de
    olhei ..2 spam
    nao aceito ..1 esse|este|o|a
    nao ..1 incomoda|perturba|atrapalha
    nao ..1 para|paro|param|consigo ..1 parar? de
    nao parem|para|pare|deixem ..1 de|nunca
    por que|porque ..3 parei|deixei|parou|pararam de
    parei|parou|parar de fumar|comer|beber|trabalhar|funcionar|doer|chover|rir|correr
    quem ..3 deu ..1 esse|este|o desconto|cupom
    nao ..1 quero ..1 perder|sacola|saco|o|a|batata|ketchup
    nao quero esperar|pagar|ir
    nao|n ..1 liguem|ligue|mandem|escrevam antes|depois|durante|as|quando|na|no
    nao tem|ha mais
    nao doi|precisa mais
    chega|chegam|chegou ..1 que|as|em|a|o|hoje|amanha|quando|pra|para
    quando|ja|quilos|dias|horas ..2 chega
    sai ..2 hora|horas
    caiu|foi ..2 spam
    no|na spam ..1 mas|achei|$
    sem|nao ..1 mais? perguntas|ingressos|quartos|vagas|duvidas|pressa
    {remove} ..3 antig*|velh*|anterior|duplicad*
    vai ver|para|pra|ser|ter|dar|chegar|estar
    vai|vao ..1 a|para|pra ..1 ~{remove}|merda|puta|porra
  `,
};
