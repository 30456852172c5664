/** What Portuguese has of the frames and words that another language has; see `portuguese.ts` for the other classes. */
import type { Cells } from './phrases.ts';

export const portugueseCells: Cells = {
  classes: {
    accident: 'querer engano erro acidente descuido',
    doubtful: 'golpe spam fraude phishing burla scam',
    says: 'disse diz falou fala disseram',
    writing: 'atorment* sature* abord* procur* spam* insist* torr* encher enchendo azucrin*',
    written: 'procurem procure procurar perturbem perturbe spammem insistam atormentem voltem volte',
    people: 'mae pai mulher esposa marido filha filho filhos avo familia sogra chefe',
    mad: 'fart* cansad* cheio cheia irritad* saturad* exaust* cansei estressad* puto puta indignad*',
    asked: 'pedi pedido disse dito falei falado avisei avisado solicitei expliquei',
  },
  refusal: `
    não|nao|n|nunca|nem ..1 {me} ..1 {written} mais ..1 nada|nunca|mensagem|$
    não|nao|n ..1 {me} liga|manda|procura|escreve|perturba|incomoda|envia|chama mais
    não|nao|n|nem|nunca ..1 quero|queremos|preciso|pretendo|desejo|gostaria|aceito|tenciono ..2 mais? ..1 ser|continuar|receber|estar|fazer ..3
    não|nao|n|nem ..1 quero|preciso|queremos ..1 mais nada ..1
    como|onde|aonde ..2 faco|fazer|faz|posso|consigo|da ..1 para|pra|a ..1 sair|parar|cancelar|nao|remover*|tirar|descadastr*
    como ..2 sair|saio|posso ..1 da|desta|dessa|deste|desse|disto|disso ..2
    onde ..1 deixo|paro ..2 receber
    acabem|acaba|acabe ..1 com ..2 {texts}|isso|isto
    zero ..1 {texts}
    deix* eu|ela|ele|minha|meu ..1 em? paz
    deix*|deixe* ..1 me? ..1 tranquil*|sossegad*|quiet*|paz|descansad*
    deix* ..1 a? minha|meu ..1 {people} ..1 em paz
    nao ..2 pra|para|a|com minha|meu ..1 {people} ..1 mais
    par* de ..3 minha|meu ..1 {people}
    {mad} ..1 de|com|destes|dessas|desses|destas|das|dos ..2 {texts}|voces|receber|tanto|tanta|isso|isto
    sem paciencia ..1 para|com|de|pra|dess*|dest* ..2
    ate aqui ..1 com|de|dest*|dess* ..2 {texts}|voces
    de saco cheio
    me ..1 registrei|cadastrei|inscrevi ..1 em nada
    ! vou|irei|vamos ..1 denunciar|reportar|processar|bloquear ..2
    ! vou|irei ..1 chamar|acionar ..1 a|o policia|advogado
    ! vou|irei ..1 procurar ..1 meus direitos
    desapareçam|desaparecam|desapareca|sumam|some|vaza|vazem
    nenhum|sem|zero interesse
    nao ..1 estou|tenho|tou|to ..1 interess* ..2
    revog*|retir*|cancel* ..1 o? ..1 meu ..1 consentimento|cadastro|autorizacao|permissao
    {asked} ..1 que|para|pra|pa ..1 nao|parar|pararem|parassem|me|removerem|tirarem
    quantas vezes ..4 {asked}|dizer|pedir|falar|repetir
    desativ*|suspend*|interromp*|deslig*|cancel*|par*|encerr* ..1 as|os|o|a|essas|esses|estas|estes|todas|todos|esse|este|essa ..1 envio|{texts}|notificacoes|avisos|lembretes
    quero|gostaria|desejo|preciso|queria ..2 deixar|parar de receber
    quero|gostaria|desejo|queria ..2 cancelar|sair|descadastr* ..3
    quero|gostaria|desejo|queria ..2 que ..2 {remove}|parem|deixem|cessem
    {remove} o|a|os|as ..1 meu|minha|meus|minhas ..1 {number}
    par* de usar|utilizar ..1 meu|o
    chega ..1 ja? ..1 de ..2 {texts}
    ja ..1 chega ..1 de|$
    encham|enche|enchem ..1 o saco
    nao ..1 enche|encham|encha
    larg*|sai|saiam ..1 d* ..1 pe
    nao|n ..1 precisa|precisam|preciso ..1 mais? ..1 {written} ..1 mais|essas|esses|isso|nada|{texts}
    nao|n ..1 precisa|precisam mais {written}
    continuam|continua|seguem ..1 mandando|enviando|ligando|a ..3 disse|pedi|falei|se|depois|mesmo|apesar
    ja|ja ..2 mandei|enviei|escrevi|respondi|digitei ..1 stop|sair|parar|pare
    des cadastr*|inscre*
    pela ..1 ultima|terceira|segunda|decima|enesima vez ..3 par*|nao|n|tir*|remov*|dig*|pec*|avis*|sai*
    nao|n ..1 moro|compro|uso|trabalho|sou ..1 mais ..5 parem|pare|nao|tirem|tira|remov*
    mudei ..4 nao|parem|tirem|remov*
    disse|falei|pedi|avisei ..1 que ..1 nao|n ..1 quer*
    ! se ..1 eu? disse|pedi|falei ..1 que|pra|para ..1 nao|n|parar
    esta|essa|este|esse ..1 fosse|seja|ser a|o ultima|ultimo ..1 {texts}|vez ..4
    nao|n|sem ..1 ha|tem|existe|vejo ..1 motivo|razao|sentido ..4 {writing}|escrev*|{written}
    ^ desistam|desista|desiste $
    poup*|economiz* ..2 trabalho|tempo|esforco
    direto|direto|vai|vao ..1 pro|para|pra|ao ..1 lixo|spam|lixeira
    nao|n dou|dei|damos ..2 consentimento|permissao|autorizacao
    ^ ultimo aviso|alerta $
    ! proxim* ..1 {texts} ..6 advogado|policia|procon
    consider* isto|isso ..2 cancelamento|descadastro|baixa|recusa
    nada de ..1 {texts}
    riscar|tirar|remover|retirar ..1 da|das|dessa ..1 {list}
    ser|fosse tirad*|removid*|retirad*|excluid* ..1 d* ..2 {list}
    ninguem ..1 aqui ..1 quer ..2 isso|isto|{texts}|nada
    aqui ninguem quer ..2
    nao|n pra|para ..1 {texts}
    nao|n quero|queremos ..2 nada ..1 a? ver com
    nao|n usem|use|utilizem|uses ..1 mais ..1 $
    bloqueiem|bloqueie|bloqueia ..1 me|meu ..2 sistema|{list}|numero
  `,
  otherwise: `
    nao ..1 {me} ..1 {written} ..1 estou|to|tou|estamos ..1 em|no|na|dirigindo|trabalhando|ocupad*|reuniao|dormindo
    nao ..1 {me} ..1 {written} ..1 amanha ..1 pode|sim|ok
    nao ..1 {me} ..1 {written} hoje
    pod*|quero|continu* continuar|a|mandando|recebendo ..1 {writing}|recebendo|receber|mandando ..2 {texts}
    continu* ..1 a|mandando|recebendo|enviando|receber ..2
    nao quero ..2 perder|sair|cancelar
    sair de|para casa|ferias|viagem
    {mad} de esperar|trabalhar|viajar
    apaguei|deletei|exclui|removi|cancelei|perdi|bloqueei ..4 por|sem {accident}
    apaguei|deletei|exclui|perdi ..2 {texts}|codigo
    por {accident} ..3 apaguei|deletei|cancelei|descadastrei|sai
    e|isso|isto ..3 {doubtful} ou
    ou ..1 e ..2 {doubtful}
    {people} ..2 {says} ..2 pra|para ..1 parar|deixar|sair ..1 de ..1 ~{texts}|{writing}
    como ..2 volto|voltar|faco ..3 voltar|entrar|receber|cadastrar ..1 de? ..1 novo|denovo
    tiraram|removeram|excluiram ..1 me ..2
    me tiraram|removeram|excluiram ..2
    por que|porque nao ..1 recebo|chega|mandam ..2 mais
    descadastrei|desinscrevi|cancelei|sai ..2 sem|por {accident}
    morreu ..1 o|a|meu|minha celular|telemovel|bateria|telefone
    celular|telemovel|bateria|telefone morreu
    {people} ..2 {says} ..3 preocupar
    lista|fila de espera
    nao cancel* ..2
    nao esquec* ..1 de
    nao ..1 chegou|recebi|apareceu nenhum|nenhuma|a|o
    par* a|o|minha|meu ..1 renovacao|alarme|maquina|som
    ! nao {me}? liga|ligue|liguem manda|mande|mandem|envia ..1 {texts}
    voces nao me mandam|enviam|escrevem mais nada|{texts}
  `,
  welcome: `
    me ..1 de volta
    colocar|coloquem|botar|por ..1 de volta
  `,
};
