/** How words are written in a hurry; a phrase that holds the word holds these, too. */
const given = `
  que: q k ke qe
  por: x
  per: x
  para: pa pra
  porque: xq pq porq
  perche: xke xche xk
  pourquoi: pk pq
  quiero: kiero qiero kero
  quero: kero qro qero
  quieren: kieren
  numero: num nro nr
  number: num nr no
  nummer: nr nmr
  telefono: tlf tel
  telefone: tel fone
  mensajes: msjs mjs msgs
  mensaje: msj mj
  mensagem: msg mens
  mensagens: msgs mens
  messaggi: msg msgs mess
  messages: msgs mess
  message: msg mess
  nachrichten: nachr
  publicidad: publi
  notifications: notif notifs
  notificaciones: notis notif
  notificacoes: notis notif
  promociones: promos
  voces: vcs
  voce: vc
  vous: vs
  aqui: aki
  quitar: kitar
  quiten: kiten
  your: ur yr
  you: u
  anymore: nemore anymor
  because: bc cuz coz cos
  comment: cmt cmnt
  nooit: noit
  meer: mr
  mehr: mer
`;

export const shortForms: ReadonlyMap<string, readonly string[]> = new Map(
  given
    .trim()
    .split(/\s*\n\s*/)
    .map((line): [string, string[]] => {
      const [word = '', forms = ''] = line.split(': ');
      return [word, forms.split(' ')];
    }),
);
