/** What Spanish has of the frames and words that another language has; see `spanish.ts` for the other classes. */
import type { Cells } from './phrases.ts';

export const spanishCells: Cells = {
  classes: {
    accident: 'error equivocacion querer accidente descuido despiste',
    doubtful: 'spam estafa phishing fraude timo scam',
    says: 'dice dijo dicen dijeron diciendo',
    writing:
      'marear joder dar jorob* import* atosig* agobi* satur* satura* spame* hinch* chinch* pesad* perseguir persig*',
    written: 'busquen busques busque persigan fastidien incordien insistan spameen avisen notifiquen contactarnos',
    number: 'whatsapp ficha nombre contacto',
    people: 'madre padre mujer esposa marido esposo hija hijo hijos abuela abuelo familia suegra jefe mama papa',
    mad: 'hart* cansad* aburrid* podrid* agotad* quemad* saturad* agobiad* fastidiad*',
    asked: 'dije dicho digo dijimos pedi pedido pedimos pido repeti repetido avise avisado solicite',
  },
  refusal: `
    {stop} ya? de dar* ..1 la lata|paliza|tabarra|vara|murga|brasa
    para|paren|parad|pare de ..1 {writing}
    no ..1 {written} ..1 mas|otra|nunca|de nuevo|jamas|vez|publicidad
    no|ya|ni ..2 quiero|queremos|quisiera|kiero|qiero|deseo|deseamos|necesito|interesa|gustaria ..2 estar|seguir|formar|figurar|aparecer|continuar ..2 {list}|parte
    no|ni ..2 quiero|queremos|quisiera|kiero|qiero|deseo|deseamos|necesito|interesa ..1 recibir ..3
    no|ni ..1 quiero|queremos|quisiera|kiero|qiero|deseo ..1 saber nada
    remuev*|excluy*|retiren*|suprim* me|nos|$
    yano {me}? {written}
    borr*|quit*|elimin*|saqu*|sac* ..1 de esto|aqui|ahi|todo
    donde|como ..3 hago|puedo|podria|debo|tengo ..3 para ..1 no|dejar|salir|parar
    donde|como ..3 hago|hacer ..1 para ..1 que ..2 dej*|par*|ces* ..2 {writing}|{written}|lleg*|mand*|molest*
    cero|ningun|ninguna|ninguno|nada|ni ..1 de? ..1 {texts} ..1 mas $
    cero {texts}
    alto a|al|con ..2 {texts}
    dej* ..2 tranquil*|vivir|paz
    dej* ..1 a mi|mis ..1 {people} ..2 paz|tranquil*
    no ..2 a mi|mis ..1 {people} ..1 mas
    {stop} de ..2 a mi|mis ..1 {people}
    {mad} ..1 de|con|ya ..2 {texts}|ustedes|vosotros|que|recibir|tanto|tanta|esto|$
    hasta ..2 narices|gorro|cojones|huevos|moño|coronilla|madre ..1 de ..3
    jamas|nunca|no ..1 solicit*|autoric*|pedi|consent*|di ..1 informacion|esto|nada|{texts}|permiso|mi
    vete|vayanse|vayase|idos|iros|andate|anda|largaos ..1 a|al ..1 la|tomar|freir|mierda|carajo|diablo|paseo|infierno|cagar|cuerno
    no ..1 tengo|tenemos ..1 ningun? interes ..1 $
    no ..1 tengo|tenemos ..1 ningun? interes en ..2
    tramit*|solicit*|proces*|gestion*|exij*|pid*|requier* ..2 baja
    baja inmediata|definitiva|total|completa|urgente
    cancel*|anul*|desactiv*|apag*|suspend*|interrump*|detengan|paren ..1 el|los|las|estos|estas|esta|la|sus|este|todos|todas ..1 {texts}
    cancel*|anul*|desactiv*|suspend*|interrump*|detengan|paren ..2 envio|suscripcion|recepcion de|a ..2 {texts}
    {asked} ..1 mil|cien|tres|varias|muchas veces ..3
    {asked} ..1 que ..1 no|paren|parasen|pararan|dejen|dejaran|basta|borren|borraran|quiten
    cuantas veces ..4 {asked}|decir|pedir|repetir
    que ..1 pesad*|cansin*|plastas|plomos|plomo|pelmazos|pelmas|insistentes
    sois|son ..2 pesad*|cansin*|plastas|plomos|pelmazos|pelmas|acosador*
    no ..1 gracias ..1 no|paren|borren|dejen|baja|quit*
    me ..1 borro|salgo|retiro|doy|quiero ..1 de baja|aqui|esto|ir|todo
    ya ..1 no ..1 {written}|envies|mas
    no ..1 {me} ..1 {written} ..1 por favor? ya
    mejor ..1 no ..1 {me} ..1 {written}
    retir*|revoc*|cancel* ..1 el|mi ..1 consentimiento|permiso|autorizacion
    quisiera|quiero|deseo|pido|solicito ..2 que ..2 {remove}
    quisiera|quiero|deseo|me gustaria ..2 dejar de ..1 recibir
    quisiera|quiero|deseo ..1 dejar|cancelar|salir|desactivar ..3 {texts}|{list}|suscripcion
    no ..1 vuelvas|vuelvan|vuelva|volvais ..1 a
    {stop} de usar|utilizar|compartir ..1 mi
    como ..3 para ..1 que ..1 no ..1 {me} ..1 llegu*|lleg*|mand*
    stop {texts}|publi
    no ..1 hace|es ..1 falta|necesario ..1 que ..1 {me} ..1 {written} ..1 mas|{texts}|esto|estos
    ya|he|veces ..2 mande|mandado|enviado|envie|puesto|puse|escrito|respondido ..1 stop|baja
    stop|baja ..1 mil|tres|cuatro|dos|cien|varias veces
    des|de suscrib* ..1 me
    por ..1 ultima|tercera|segunda|enesima|cuarta vez ..3 par*|no|dej*|quit*|borr*|digo|pido|basta|baja
    ya no ..1 soy|compro|vivo|uso|trabajo|estoy ..5 no|dejen|dejad|paren|borr*|quit*|baja
    siguen|seguis|sigues|continuan ..1 mandando|escribiendo|llamando|enviando ..2 {texts}|despues|aunque|y|si
    fuera|sea|fuese|seria el|la ultimo|ultima ..1 {texts}|vez ..4
    no hay|tiene|tienen|veo ..1 motivo|razon|sentido ..3 {writing}|escrib*|mand*|seguir
    ^ rindanse|rindete|rendios ..1 ya? $
    ahorr* ..1 el|la|su|tu|vuestro trabajo|esfuerzo|molestia|tiempo
    directo|directos|directas|directa ..1 a ..1 la|el basura|spam|papelera
    me|nos sacar*|borrar*|quitar*|eliminar*|dier* ..1 de ..2 {list}|baja
    ^ ultimo|ultima aviso|advertencia $
    ! proximo|proxima|siguiente ..1 {texts} ..6 abogado|policia|denuncia
    consider* esto|este ..2 baja|cancelacion|renuncia
    seguir ..1 escribiendo*|mandando*|llamando*|enviando* ..2 $
    este|ese ..2 ahora ..1 es de mi ..3 no|nada|dejen|paren
    nada de ..1 {texts}
    aqui|aca|casa ..1 nadie quiere|necesita|pidio ..2 esto|eso|{texts}|nada
    bloqueenme|bloqueame|bloqueeme|bloqueadme ..2 sistema|{list}|numero|$
    no ..1 lo|la usen|uses|use|useis|utilicen|utilices ..1 mas
    ! este|esto ..2 ultimo ..1 {texts} ..3
    me|nos sacaran|sacasen|borraran|borrasen|quitaran|quitasen|eliminaran|dieran ..3
    consider* esto ..1 mi? baja
  `,
  otherwise: `
    no {me} ..1 {written} ..1 estoy|estamos|ando ..1 en|trabajando|ocupad*|manejando|conduciendo|reunion|durmiendo
    no {me} ..1 {written} por telefono|correo|aqui ..1 mejor|escrib*|prefiero
    no {me} ..1 {written} mejor|mejor|prefiero
    no {me} ..1 den|des|deis|de|quiten|quites|saquen|borren|eliminen ..1 de ..1 baja|lista|la
    quiero la planta
    sigo queriendo ..3
    no {me} quiten|quites|saquen|borren|eliminen
    no paren|dejen|pares|dejes|parar|dejeis de {writing}
    esta|estoy|estan|sigo|sigue de baja
    basta para todos|todas|nosotros|dos
    encontrar ..1 {list}
    pesad* la|el|maleta|caja|paquete
    borre|elimine|quite|cancele|borrado|eliminado ..4 por|sin {accident}|darme
    por {accident} ..3 borre|elimine|borrado|cancele|baja
    he|hemos ..1 borrado|eliminado|perdido ..2
    es|sera|esto ..2 {doubtful} o|u
    o es|sois|son ..2 {doubtful}
    mi ..1 {people} ..2 {says} ..2 que? ..1 {stop} ..1 ~{texts}|{writing}
    por que|porque ya no {me} ..3
    ya no {me} mandan|envian|llegan|escriben ..3
    para llevar|recoger|comer|ver|hacer|saber|cuando|confirmar|recordar
    como ..2 vuelvo|volver|puedo ..2 apunt*|suscrib*|entrar|alta
    me quitasteis|quitaron|borraron|borrasteis|sacaron ..1 de
    murio ..1 el|la|mi movil|telefono|celular|bateria
    {people} ..2 {says} ..3 preocup*
    par*|deten*|cancel* la|mi renovacion|alarma|maquina|musica
    lista|fila de espera
    no ..1 llego|llega|llegaron|recibi|aparece ningun|ninguna|el|la
    dejar|dej* de fumar|gastar|consumir|sonar|funcionar|vibrar
    no ..1 olvid* ..1 de? mandar*|enviar*
    no ..1 cancel* ..2
    aqui no hay nada
    deten*|detengan|par*|paren|cancel* el|mi|ese envio ~de|a
    deten*|detengan|par*|paren|cancel* el|mi|ese envio $
  `,
  welcome: `
    volver a apuntar*|suscribir*|recibir*
  `,
};
