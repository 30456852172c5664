import type { Phrases } from './phrases.ts';

export const portuguese: Phrases = {
  negators: 'nao n naum nunca jamais sem ninguem nem num',
  negatesAfter: false,
  conditions: 'se quando ate porque',
  classes: {
    me: 'me nos lhe lhes mim',
    written:
      'escrevessem mandassem enviassem ligassem contactassem contatassem incomodassem escrevesse mandasse enviasse ligasse contactar-me contatarem contactarem mande mandem mandes manda mandam mandar mandarem envie enviem envies envia enviam enviar enviarem ligue liguem ligues liga ligam ligar ligarem escreva escrevam escrevas escreve escrevem escrever escreverem contacte contactem contactes contate contatem contactar contatar chame chamem perturbe perturbem perturbar incomode incomodem incomodar encha encham contactado contactada importune importunem procure procurem telefone telefonem telefonar spam',
    writing: 'mand* envi* lig* escrev* contact* contat* incomod* perturb* encher telefon* importun* assedi* chatear',
    texts:
      'mensagenzinhas mensagen novidades campanhas cupons cupom panfletos catalogos boletim boletins newsletters promos promo marketing anuncio porcaria porcarias lixo mensages zaps whats mailing mailings avisinhos convites pesquisas comunicados textinhos mensagem mensagens msg msgs sms email emails e-mail e-mails mail mails publicidade propaganda propagandas spam newsletter newsletters notificacao notificacoes oferta ofertas promocao promocoes anuncios ligacao ligacoes chamadas comunicacao comunicacoes avisos lembretes whatsapp zap torpedo torpedos textos',
    stop: 'pare parem parar para deixe deixem deixa parou cesse cessem chega',
    remove: 'remov* retir* apag* exclu* elimin* tir* delet* risc* descadastr* cancelem_ esquec* bloquei*',
    mine: 'meu meus minha minhas este esse o',
    number: 'numero telefone celular telemovel contato contacto email e-mail dados cadastro nome endereco registo',
    list: 'campanha campanhas grupo grupos registos registros distribuicao arquivos lista listas base cadastro sistema contatos contactos banco',
  },
  refusal: `
    cancel* ..1 o|esse|este envio|recebimento
    isto|isso e ..1 spam
    nao|n ..1 sou ..1 mais? cliente
    nao|n us*|utiliz* ..1 este|esse|meu numero
    nao|n tem|teem|tenho ..1 autorizacao|permissao|direito
    ^^ quero sair $$
    nao receber ..1 mais
    nao mais receber
    nao|n {me} {written} ..1 isso|isto|essas|esses|estas|estes
    nao|n ..2 mais interesse
    nao|n e|pertence ..3 numero|telefone|celular
    numero nao e|pertence ..1 da|do|de|mais|a
    tem|tenho|teem|estao|esta|ligaram|ligou ..2 numero|pessoa errado|errada
    nao|n ..1 autorizo|autorizei|permito|aceito|consinto
    cansei|cansado|cansada|farto|farta|cheio|cheia ..1 de|desses|dessas|das|dos|destas|destes ..2 {texts}
    cansei dessas|desses|das ..1 {texts}
    {me} ..1 larga*
    nao|n ..2 chate*|incomod*|perturb*|encham|enche
    quero|gostaria|desejo ..2 ser|que ..2 remov*|retir*|exclu*|tir*|descadastr*|apag*
    solicito|peco|requeiro ..3 remocao|exclusao|retirada|cancelamento|eliminacao
    sem ..1 minha autorizacao|consentimento|permissao
    bloqueei|bloqueio ..1 voces|numero
    quero parar de receber
    parar de|com ..3 {texts}
    par* de me
    par* de ..1 encher|ligar|mandar|enviar|chatear
    pare|parem com ..2 {texts}|isso
    para com ..2 {texts}
    {me} exclu*|apag*|remov*|tir*|delet*|descadastr* ..2 da|dessa|desta|do|de|daqui|dai
    ja ..2 disse|falei|pedi ..1 que? nao|parar|pararem
    nao|n ..1 tenho ..1 interesse ..1 nisso|nisto|em|nas
    nao|n e aqui|comigo
    nao|n ..1 mandem|mande|enviem|envie ..1 nada
    deixe*|deix* de ..1 {writing}
    fora da lista
    nao|n ..1 quero ..2 na|nessa lista
    nao|n ..1 ligar|ligue|liguem $
    desinscrev*|desinscr*|dessubscrev*
    descadastr*
    sair $
    quero|gostaria|desejo|como ..2 sair|saio ..1 da|dessa|desta|dessas|disso ..1 {list}
    quero|como ..1 sair|saio ..1 disso|disto|daqui
    sair da|dessa|desta {list}
    como saio
    {remove} ..2 da|dessa|desta|de|das|do ..2 {list}
    {remove} ..1 {mine} ..1 {number}
    {remove} me $
    me {remove} ..1 da|dessa|desta
    me {remove} $
    {remove} daqui|dai
    {mine} {number} ..2 {remove}
    nao|n|naum|ja ..1 quero|qro|qero|desejo|pretendo|gostaria|queremos|aceito|autorizo ..2 receber
    nao|n|naum ..1 quero|qro|qero|desejo|pretendo|preciso|queremos ..3 {texts}
    nao|n|naum ..1 quero|qro|qero mais $
    nao|n|naum ..1 quero|desejo ser contact*|contatad*
    nao|n|naum ..1 quero ..1 nada ..1 de
    nao|n|nunca|jamais mais? {me}? mais? {written} ..2 mais|nada|{texts}
    nao|n|nunca ..1 {me} {written} $
    nao|n {written} mais $
    nao|n {written} $
    nunca|jamais mais ..1 {me} ..1 {written}
    nunca|jamais mais ..1 {written}
    {stop} de|com|a ..2 {writing}
    pare|parem|parar|deixe|deixem|chega de|com ..3 {texts}
    par*|deix*|cess* ..2 de ..2 {writing}
    pare|parem|parar ..1 com ..1 isso|isto|as
    pedi|pedimos|disse|falei ..3 parar*|pararem
    {me} ..1 deix* ..1 em paz
    deix* ..1 {me} ..1 em paz
    em paz $
    chega de|com ..2 {texts}|isso
    ja|agora chega
    nao|sem|n ..1 tenho? ..1 interesse $
    nao|sem|n ..1 tenho interesse em|nas|nos ..1 {texts}|suas|vossas
    nao|n ..1 estou|estamos interessad* $
    nao|n {me} interessa $
    ^ numero errado|trocado|incorreto $
    ^ numero errado nao|pare*
    ligou|mandou|tem|esta|enviou|ligando|mandando|ligaram ..3 numero|pessoa errado|errada
    e engano $
    pessoa ..1 nao ..1 deste|desse numero
    nao|n ..1 conheco ..1 voces|voce|vcs|vc
    quem ..3 meu numero|contato|contacto
    como ..3 meu numero|contato|contacto
    onde ..3 meu numero|contato|contacto
    nunca|nao ..2 cadastr*|inscrev*|subscrev*|inscrit* ..1 nisso|nisto|em|nada
    nunca|nao ..2 cadastr*|inscrev*|subscrev*|inscrit* $
    nao|nunca ..1 pedi|solicitei|autorizei ..1 isso|isto|{texts}|nada
    ! vou ..1 denunciar|processar|bloquear $
    ! vou ..2 denunciar|processar|reportar ..1 voces|vos|vcs|como|por
    ! vou ..1 reclamar ..3 procon|anatel|anacom
    denunciado|denunciei $
    isso|isto ..1 e ..1 assedio
    assedio $
    retiro|revogo|retirar|revogar ..2 consentimento|autorizacao
    oponho ..3 tratamento|uso|{texts}
    opor|oposicao ao tratamento
    exclusao|eliminacao|apagamento dos|de ..1 meus dados
    exclusao dos|de meus? dados
    lgpd ..5 exclu*|elimin*|remo*
    cancel*|anul* ..2 inscricao|subscricao|recebimento|recepcao
    cancel*|anul* ..2 {texts}
    cancel* ..1 recebimento
    como ..3 parar de receber
    parar de receber
    vai|vao|va ..2 foder|merda|fuder|catar|inferno
    vtnc|vsf|vtmnc
    saco|chatice|inferno ..1 parem|pare|par*
    {me} esquec*
    esquec* ..1 meu numero
    esquec* de mim
    sem mais ..1 {texts}
    nem mais ..2 {texts}
    nao|n preciso ..3 {texts}
    nao|n {me}? incomod*|perturb*
    ^ bloquead* $
    vou te bloquear
    parem $
    parem ..1 ligar
  `,
  alone: `
    parar
    pare
    parem
    para
    sair
    remover
    cancelar
    chega
    basta
    descadastrar
    apagar
    excluir
    stop
    spam
    assedio
    suficiente
    numero errado
    sem interesse
    me esquece
    bloqueado
  `,
  unsure: `
    numero errado
    ! liguei|ligamos|disquei|telefonei|marquei ..3 numero errado
    ^^ nao $$
    muitas|demasiadas|demasiados ..1 {texts}
    {texts} demais
    faleceu|morreu
    lgpd
    denunciar $
    nao|n {me} {written}
    cancelar ..1 assinatura|subscricao
    para com
    procon
  `,
  otherwise: `
    pode|posso parar na|no|em
    parar de fumar|trabalhar|beber
    parou na|no|em|de
    par* na|no|em
    vou|posso|pode|hora|horas|pra|para|quando ..1 sair|sai
    sair agora|as|para|de casa|hoje|mais
    nao ..1 para de chover|apitar|funcionar
    nao para
    por engano
    por que|porque ..3 tiraram|removeram
    coloquei|errei|passei|digitei ..3 numero errado
    numero errado no|na|do
    numero da casa
    cancel* ..2 consulta|pedido|reserva|voo|compra|mesa|viagem
    {remove} ..1 segundo|item|cebola|cartao|pedido
    nao ..1 tenho interesse no|na
    nao {me} {written} antes|no|na
    chega quando|amanha|hoje|as
    quando chega
    meu pedido ..1 nao? chega
    nao chega
    basta o|a|um|uma
    mais nada
    nao mais que
    ninguem
    voces nao ~me|nos|tem|teem|podem|devem|param|sabem|entendem|cansam
    nao esquec*
    quero mais o|a
    nao quero mais o|a|esperar
    cartao|rua ..1 bloquead*
    nunca estive
    ja nao recebo
    nao recebi|recebo
    sem problemas|cebola|problema
  `,
  welcome: `
    kkk|kkkk|kkkkk|rsrs|haha
    adoro|amo ..2 {texts}
    continuem|continua ..1 assim|mandando|enviando
    quero receber ..1 mais
    quero mais
    me cadastrar
    quero voltar
    gosto ..2 {texts}
  `,
};
