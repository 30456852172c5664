import type { Phrases } from './phrases.ts';

export const spanish: Phrases = {
  negators: 'no nao nunca jamas tampoco sin nadie',
  negatesAfter: false,
  conditions: 'si cuando hasta porque que_pasa',
  classes: {
    me: 'me nos le les lo los la las',
    writing:
      'escrib* mand* envi* llam* contact* molest* moleste* fastidi* acos* telefone* spamear texte* notifi* avis* dirij* mensaj* hostig* insist* bombarde* reenvi* incordi*',
    written:
      'escribieran escribiesen escribieras escribierais mandaran mandasen mandaras enviaran enviasen enviaras llamaran llamasen llamaras contactaran contactasen molestaran molestasen mandarnos llamarnos contactarnos escriban escribas escriba escribais escriben escribes escribir escribirme escribirnos manden mandes mande mandeis mandan mandas mandar mandarme envien envies envie envieis envian envias enviar enviarme enviarnos llamen llames llame llameis llaman llamas llamar llamarme contacten contactes contacte contacteis contactan contactar contactarme molesten molestes moleste molesteis molestan molestar molestarme acosen escribirle escribirles llamarle llamarles mandarle mandarles contactarle vuelvan vuelvas vuelva volvais hablen hables',
    texts:
      'mensajito mensajitos mensajeria correitos correitos_ emailings novedades basura chorradas tonterias anuncio campanas cupones cupon folletos catalogos newsletters promos promo smses mensages wasaps wasap guasaps spams notis comunicados encuestas invitaciones mensaje mensajes msj msjs msg sms correo correos email emails mail mails publicidad propaganda spam newsletter boletin boletines aviso avisos oferta ofertas promocion promociones notificacion notificaciones anuncios llamadas comunicacion comunicaciones informacion_comercial recordatorios whatsapp whatsapps texto textos',
    stop: 'deja deje dejen dejad dejar para paren parad pare parar cesen cese cesar detengan detener basta acaben',
    remove:
      'borr* elimin* quit* saqu* saca sacar sacame sacadme remuev* retir* suprim* tach* olvid* descarta* desuscri* desapunt*',
    mine: 'mi mis este su esta el',
    number: 'numero telefono movil celular datos correo email contacto direccion informacion registro',
    list: 'campana campanas grupo grupos registros archivos distribucion lista listas base agenda registro sistema listado fichero ficheros',
  },
  refusal: `
    cancel*|anul* ..1 mi|la suscripcion $
    no quiero nada $
    esto|eso es spam
    los|les|te reporto|reportare|bloqueo|bloqueare
    ! voy a bloquear*|reportar*
    no soy ..1 la persona
    no es ..2 persona que
    ya ..1 basta $
    ya basta de|con ..2 {texts}
    no ..1 use*|utilic* ..1 este|mi numero
    no tienen ..1 permiso|derecho|autorizacion
    dej*|par* ..1 de ..1 us*
    parenle|parele|parale
    nunca|no ..1 di|dado|doy|he ..2 permiso|consentimiento|autorizacion
    basta ..1 escrib*|mand*|llam*
    dejar|dejo|dejen|dejemos|dejan de recibir
    equivoc* ..2 numero|persona
    estan|esta|estas equivocando|equivocados
    te|se|os estas|estan|esta equivocad*
    ya ..2 dije|dicho|dijimos que no
    no ..1 quiero ..2 estar|seguir ..2 en|recibiendo
    no autorizo|acepto|consiento|permito
    ^ no {written} $
    no ..1 {written} ..2 numero|aqui
    este no es ..3 numero|telefono|celular
    este numero ..1 no es|pertenece
    cansad*|aburrid*|molest* ..1 de|con ..2 {texts}|que
    me tienen|teneis|tiene hart*|cansad*|podrid*
    no ..1 jod*|chingu*|moleste*|fastidi*|insist*
    salir|salirme|salgo|borro|quito|desuscribo ..1 de ..2 {list}|esto|aqui
    quiero|quisiera ..1 salir*
    quiero que ..2 borren|eliminen|quiten|saquen|dejen
    ser|estar eliminad*|borrad*|removid*
    sin mi consentimiento|autorizacion|permiso
    no ..1 hablen|hables ..1 mas
    cort*la|cortala|cortenla ..1 con
    suficiente de ..2 {texts}
    no soy ..2 {stop}
    nada de {texts}
    no ..1 manden|envien|mandes|envies nada
    solicito ..3 eliminacion|cancelacion|supresion|baja
    fuera de su|la lista
    me quiero borrar|salir
    doy de baja
    desactiv* ..2 {texts}
    no ..1 necesito|quiero ..1 mas {texts}
    baja $
    darme|darse|dame|dadme|denme|deme|dar|doy|darnos|dadnos|denos ..1 de baja
    de baja de|del ..2 {list}|{texts}|esto|este|todo
    solicito|pido|quiero|exijo|deseo|tramiten ..1 la? ..1 baja
    no|nunca|jamas ..1 {me} ..1 {written} ..2 mas|nunca|jamas|nada
    no|nunca|jamas ..1 {me} ..1 {written} ..2 {texts}
    no|nunca|jamas ..1 {me} {written} $
    no|nunca ..1 {written} ..1 mas|nunca|nada
    no|nunca ..1 {written} mas? ..1 {texts}
    no|nunca ..1 {me} ..1 vuelv*|volvais a {writing}
    no|nunca ..1 vuelv*|volvais a {writing}
    nunca|jamas mas {me} {written}
    ni un ..1 {texts}
    no mas ..1 {texts}
    no mas $
    {stop} ..1 de ..1 {writing}
    dej*|par*|ces* ..2 {writing}
    {stop} ya $
    paren|parad|pare|parar|detengan|cesen ..1 {texts}|esto
    basta ..1 ya $
    basta ..1 de ..2 {texts}|molest*|acos*
    no|ya ..1 quiero|queremos|kiero|qiero|quisiera|deseo|necesito|necesitamos|acepto|autorizo ..3 {texts}
    no ..1 quiero|queremos|kiero|deseo ..1 recib* ..2 {texts}|mas|nada|esto|estos|estas|sus
    no ..1 quiero|deseo|acepto ..1 ser contactad*
    no ..1 quiero|deseo que ..2 {written}|contact*
    no ..1 quiero mas $
    no ..1 quiero|necesito nada de|mas
    no ..1 quiero saber ..1 nada
    no {me} interesa $
    no {me} interesa|interesan ..2 {texts}|nada|sus
    no ..1 estoy|estamos interesad* $
    no estoy interesad* en ..1 {texts}|nada|sus
    no ..1 interesad* $
    sin interes $
    ^ numero equivocado|incorrecto|errado $
    ^ numero equivocado no
    tiene|tienen|tienes|es|llama|llamando|escribe|marco|marcado ..3 numero equivocado|incorrecto
    equivoco|equivocaron|equivocado|equivocada|equivocaste|confundido|confunde|equivocais ..1 de numero|persona
    persona equivocada $
    no ..1 {me} conozco
    no soy ..3 {remove}
    quien|como|donde ..3 mi|este numero
    {remove} ..1 {me}? ..1 {mine} ..1 {number}
    borr*|elimin*|quit*|saqu*|sac* ..2 de ..2 {list}
    borren*|borrad*|borrame*|borralo|borrenlo|bórrenme|eliminame|eliminenme|eliminadme|quitenme|quitame|quitadme|saquenme|sacame|sacadme|desuscribirme|desuscribanme|desuscribir|desuscripcion
    quitar|sacar|borrar|eliminar de ..2 {list}
    dejen*|dejad*|dejame|deja|deje|dejeme ..1 en pas|paz
    dejame|dejadme|dejenme|dejeme tranquil*|ya
    ! voy a denunciar*|reportar*|demandar*|bloquear* $
    ! voy|vamos|va a denunciar*|demandar* ..2 por|si
    ! {me} voy|vamos a denunciar|demandar|reportar
    ! {me} denuncio|denunciare|demandare|reportare
    es ..1 acoso
    por acoso
    retiro|revoco|retirar|revocar ..2 consentimiento|autorizacion|permiso
    opongo|oposicion ..1 al? ..2 tratamiento|uso|{texts}
    derecho de supresion|oposicion|olvido|cancelacion
    no|nunca|jamas ..2 suscrib*|suscrit*|inscrib*|apunt* $
    no|nunca|jamas ..2 suscrib*|suscrit*|suscribi ..1 a
    no|nunca ..1 pedi|solicite|autorice ..1 esto|estos|estas|{texts}
    cancelar|anular|cancelen|anulen|cancela|anula|cancelo|cancelad|anulo ..1 suscripcion|inscripcion ..2 {texts}
    cancelar|anular|cancelen|anulen|cancela|cancelo ..2 {texts}
    vete|vayanse|iros|idos|anda a ..1 mierda|diablo|porra|carajo|chingar
    pesados|pesado ..2 {written}|dejadme|ya
    hart* ..1 de ..2 {texts}|que ..1 {written}
    {texts} ..1 paren
    olvid* ..2 mi numero|de mi
    olvidate|olvidense|olvidaos de mi
    no ..1 necesito ..2 {texts}
    quite*|quita* mi
    ^ bloquead*|bloqueo|bloqueare $
    no molest*|insist*
    prohibo|prohibido
    vayase|largo|largaos|fuera de aqui
  `,
  alone: `
    stop ya
    basta ya
    para ya
    paren ya
    no mas mensajes
    no gracias baja
    baja
    parar
    para
    pare
    paren
    parad
    alto
    basta
    cancelar
    detener
    salir
    desuscribir
    desuscribirme
    eliminar
    borrar
    remover
    suficiente
    no mas
    stop
    stop no
    denunciado
    acoso
    spam
  `,
  unsure: `
    quien es|son ..1 ustedes
    por que ..2 {written}
    numero equivocado
    ! marque|disque ..2 numero equivocado|incorrecto
    ! ayer|yo llame ..2 numero equivocado|incorrecto
    ! he|hemos marcado|llamado ..3 numero equivocado|incorrecto
    quien ..2 numero
    ^^ no $$
    no conozco a
    muchos|demasiados|demasiadas ..1 {texts}
    cancelar ..1 suscripcion
    fallecio|murio
    ^ no ..1 interesa
    denunci* $
    no ..1 {me} {written}
    que pesad*
  `,
  otherwise: `
    baja ..1 mi|el|la|un|una ..1 plan|linea|servicio|contrato|tarjeta|luz|gas|seguro|internet
    dejar ..2 paquete|llave|auto|carro
    no ..1 quiero perder|esperar|pagar|llegar
    cuando|precio|temporada|planta|estoy|esta|estaba|mi|acabe|batería|presion|tension|baja|laboral baja
    de baja por|esta|hasta|laboral|medica
    baja el|la|los|por enfermedad|medica
    baja|desuscri* ..2 por error|equivocacion
    por error
    por que|porque ..3 baja
    baja de precio
    equivoque de
    puse|di|escribi|meti|tengo ..3 numero equivocado|incorrecto
    numero equivocado ..2 pedido|casa
    cancelar ..2 cita|pedido|reserva|vuelo|compra|mesa|orden|viaje
    dar de baja ..2 linea|luz|contrato|internet|fibra|tarjeta
    no {me} interesa el|la|los|las
    no quiero el|la|los|las
    no {me} {written} antes|al|hoy|todavia
    no {me} ..1 han|ha|has
    todavia no
    denunciar|denuncio ..2 perdida|robo
    basta con eso|esto|dos|tres|un|una|dni|poco
    basta con el|la ~{texts}
    basta que
    no mas de
    no olvid*|te|se
    dej* ..2 en la|el
    dejo|deja de funcionar|llover|pitar|sonar
    mi hijo
    stop and|en
    no hay
    denunciar el|la|un|una
    para mi|mañana|manana|dos|cuando|el|la
  `,
  welcome: `
    encanta*|encantan
    sigan|sigue|seguid ..1 mandando|enviando|escribiendo|asi
    quiero|queremos recibir ..1 mas
    quiero mas
    apuntame|suscribirme a
    quiero volver
    me gusta*
  `,
};
