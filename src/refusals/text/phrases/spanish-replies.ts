/** More of how people say no in Spanish, by what is said; see `spanish.ts` for the classes. */
import type { Replies } from './phrases.ts';

export const spanishReplies: Replies = {
  strangers: `
    equivoc*|confund*|errad* ..3 numero|persona|contacto
    numero|persona|contacto ..1 equivocad*|erroneo|incorrect* $
    numero|persona ..1 equivocad* ..2 {remove}|no
    donde|como|quien ..4 saco|sacaron|sacaste|sacasteis|tienen|tienes|tiene|teneis|consigui*|obtuv*|obtien*|dio|dieron|paso|pasaron|encontr* ..3 mi|este|mis numero|correo|telefono|email|mail|contacto|datos|whatsapp|movil|celular
    no|nunca|jamas ..3 apunt*|suscrib*|suscrit*|registr*|inscrib*|inscrit* ..1 a|en|para|con nada|esto|eso|esta|este|su|sus|ustedes|vosotros|ningun*
    nunca|jamas ..3 apunt*|suscrib*|suscrit*|registr*|inscrib*|inscrit* ..2 $
    no|nunca|jamas ..2 autoric*|autorizo|autorizado|consiento|consenti|acepte ..3 {texts}|numero|datos|esto|uso|$
    no|nunca|jamas|yo ..3 pedi|solicite|pedido|solicitado ..1 nada|esto|eso|estos|estas|{texts}|sus
    no|nunca|jamas ..2 di|dado|doy ..3 consentimiento|permiso|autorizacion|numero|correo|datos
    no soy ..1 esa|la|el|ese persona|buscan|buscas|tu|quien
    no soy ..1 quien|persona
    ni ..1 los|les|te|os conozco
    no|ya ..1 soy|es ..2 numero|telefono de
    sin mi ..1 permiso|consentimiento|autorizacion
  `,
  anger: `
    hart*|cansad*|aburrid*|agotad* ..1 de ..2 recibir|esto|estos|ustedes|vosotros|tanto|tanta
    {texts} ..2 molestan|cansan|hartan|fastidian|agobian
    ya ..1 estuvo ..1 bueno|bien|suave
    ya ..1 chole
    ya fue suficiente
    hasta la|el|los|las ..1 madre|gorro|huevos|narices|cojones|coronilla|tetas|pelotas ..1 de|con|ya|$
    tienen|tiene|tienes|teneis hart*|cansad*|podrid*|aburrid*|frit*
    hart*|cansad*|aburrid*|fastidiad* ..1 de ..3 {texts}|que
    agradec*|gustaria|ruego|pido|prefier*|preferiria|apreciaria|exijo ..3 no ..3 {written}|vuelv*|volvier*|contact*|envi*|molest*|mand*|llam*
    ! os|los|les|te|lo|la|voy|vamos ..1 a denunciar|bloquear|reportar|demandar
    ! denunci*|reporto|reportare|demand* ..4 proteccion|profeco|policia|consumidor|abogado|fiscalia|spam|acoso
    los|les|os|te|las bloquee|bloqueo|bloqueare|bloqueado|denuncie|denuncio|denunciare|reporte|reporto
    ^ bloquead* $
    me|nos ..2 das|dan|dais|den|des|de|dar de baja
    me|nos borras|borran|borrais|quitas|quitan|quitais|sacas|sacan|sacais|eliminas|eliminan ..2 de|ya|$
    pued*|podr* ..1 me? ..1 sacar*|borrar*|quitar*|eliminar* ..1 de esto|aqui|ahi|la|su|esta|este|eso
    ^ fuera|largo $
    larguense|largate|pierdanse|esfumense|esfumate|desaparezcan|desaparece
    chinguen|chingate|chinga|chingar jodete|jodanse|joderos|tu|su ..1 madre|$
    jodete|jodanse|chinguense
    os|les den por
    no es no
    dije|dicho|digo|dijimos ..1 que? no
    cuantas veces ..6 no|decir|dije|digo|pedir|repetir|baja|paren
    ya ..2 dije|dicho|pedi|he ..3 no|basta|paren|parar|baja
    hostig*|acosando|acosandome|acosador*
    dejadme|dejenme|dejame|dejeme|dejarme|dejen ..1 en paz|tranquil*
    dejen*|deje*|dejame|dejadme enpaz
    no jodan|jodas|fastidien|fastidies|chinguen|friegues|frieguen|rompan ..1
    rompan|rompas|toquen|toqueis ..1 los|las|mas huevos|pelotas|bolas|cojones|narices
    no ..1 quiero ..2 saber|tener nada ..2 de|con
    no quiero que ..2 {written}|tengan|usen|me
    me ..1 quiero|gustaria|quisiera|deseo|puedo|como ..1 borrar|salir|desapuntar|desuscribir|desinscribir
    metan*|metete ..2 por|donde|el|la
    callen*|callate $
    ^ pesad* $
    dejense|dejate|dejaos ..1 de {texts}|joder|molestar|tonterias
    ya no ..1 estoy interesad*
    ni ..1 me interesa
  `,
  requests: `
    no {me} incluy*|incluir|agreg*|anad* ..4 {texts}|envios|{list}|campanas
    excluy*|excluir* ..1 {me}? ..1 de
    hagan|haga|hagame|haced ..1 favor de parar|dejar|no|borr*|quit*
    {me} ..1 estan|estais|estas|esta molestando|acosando|hostigando|fastidiando|agobiando
    como anul* ..1 esto|{texts}|suscripcion
    fuera de mi ..1 telefono|celular|movil|correo|bandeja|vida
    no ..1 me? tengan|tenga|mantengan|guarden|guarde|conserven|usen|incluyan ..2 {list}|{number}
    no ..2 deberia|debe|tiene ..2 estar|aparecer ..2 ahi|aqui|{list}|$
    que dejen|deje|paren|cesen ..1 de? ..2 llegar|escrib*|mand*|{texts}
    como ..4 para ..1 que ..1 no ..1 lleg*|mand*|escrib*
    nunca ..1 he? comprado|compre ..3 por|porque|xq ..3
    no {me} interesa|importa ..1 lo|su|sus|nada que|de|oferta|ofertas|promociones
    no {me} interesa lo ..1 que
    ^ me borro|salgo|desapunto|retiro|desuscribo $
    tomare|tomaremos|emprendere|iniciare ..1 acciones|medidas legales
    acciones|medidas legales
    no ..1 esten|estes|este fregando|jodiendo|molestando|fastidiando|escribiendo|mandando
    no ..1 {me} busquen|busques|busque|acosen
    {me} siento acosad*|hostigad*|molestad*
    spammer|spammers|estafadores|estafador
    no mas ..1 mensaj*|correit*
    salir|salirme|borrarme|bajarme ..1 de|del|de la ..2 grupo|{list}
    no ..1 quiero ..2 parte de
    no|nunca ..1 quiero|deseo ..1 estar|formar|seguir|pertenecer ..2 {list}|grupo
    ^ olvidenme|olvidadme|elimineme|borreme|quiteme|saqueme|sacame|eliminadme|borradme|quitadme
    {stop} ..1 de recibir
    no ..1 he|hemos ..1 pedido|solicitado|autorizado ..1 {texts}|informacion|nada|esto
    ^ cortal*|cortenl*|bajenl*|parenl*|bajale|parale
    ya bajenl*|cortenl*|parenl*|bajale
    como|donde ..5 cancel*|desactiv*|quit*|paro|parar|paramos|baja|salir|salgo|borr*|bloque*|detener|desuscri*|elimin* ..2 esto|estos|estas|{texts}|suscripcion|mensajes|$
    como ..3 hago|hacer|hacemos ..2 para ..2 no|parar|salir|dejar|quit*|borr*
    paren|parar|corten|cortar|cortal*|cortenl*|parenl*|bajenl* ..1 le|ya|con
    paren|corten|parenl*|cortenl* la $
    cortal*|cortenl*|cortad*|acabal*|acaben ..2 {texts}|esto|con|ya|$
    acab*|termin* ..1 con ..1 esto|{texts}|los|tanto
    alto a|al ..2 {texts}|esto|acoso
    canse|cansaron|harte|hartaron|aburri|aburrieron ..2 de|con|ustedes|vosotros|ya|$
    me|nos cansaron|hartaron|hartan|cansan|aburren|agobian|agobiais|saturan|estresan ..2
    cero|ningun|nulo|sin|poco interes ..2 $
    no {me} interesa|interesan ..2 absoluto|nada|lo|para $
    no {me} interesa en absoluto|nada
    ^ que no ..1 quiero|interesa
    no los quiero|queremos $
    no ..1 quiero|deseo|kiero|qiero ..1 nada ..1 $
    si ..2 sigue*|siguen|insisten|vuelven|continuan ..6 policia|denuncio|denunciar|abogado|denuncia|demando
    ! voy|ire|vamos a la|poner|levantar ..1 policia|denuncia|queja|profeco|consumidor|fiscalia|tribunales
    reportad*|denunciad*|marcad*|bloquead* ..1 por|como|y ..1 spam|acoso|denunciad*|bloquead*|reportad*
    ^ reportad*|denunciad* $
    vayan*|vete|vaya|vayase|vayanse|largu*|larg* ..2 a ..1 la|tu|freir|molestar|chingada|paseo|mierda|carajo
    vayan|ve|vete|ir molestar
    molest* a ..1 otro|otros|su|tu
    no ..1 rompan|rompas|toquen|jodan|jodas|joda|frieguen|chinguen|rompa ..1 mas $
    no manden|mande|mandes|envien|escriban huevadas|mamadas|tonterias|chorradas|basura|mas|pendejadas|nada
    retir*|revoc*|quit*|cancel* ..1 mi|el consentimiento|autorizacion|permiso
    dej* de ..2 llenar*|saturar*|bombardear*|spamear*|joder|fastidiar|insistir|hinchar|romper|atosigar|agobiar|marear
    deseo|quiero|solicito|quisiera ..2 cancel*|anul*|desactiv* ..2 recepcion|envio|notificaciones|alertas|{texts}|estos|estas
    desactiv*|cancel*|apag* ..2 {texts}|alertas|notificaciones
    xq|pq|porque|por|q ..1 que? ..1 me ..1 mandan|escriben|llegan ..5 no|paren|quiero
    prefier*|preferiria ..1 no ..1 recibir|que|ser
    mejor ya? no ..1 {me} ..1 {written}
    aqui|aca|alli no ..2 vive|hay|es|esta|trabaja ..2
    ya no ..1 tiene|usa ..1 este|ese numero|telefono
    este|ese ..1 no es ..2 numero|telefono|movil|celular|correo
    numero|telefono ya no es|pertenece
    no se|sabemos quien* ..1 son|es|eres ..4 no|ni|paren|borren
    no recuerdo ..2 haber*|suscr*
    no|ni ..1 les|os|le conozco
    no ..1 tienen|tienes|tiene ..1 mi ..1 permiso|consentimiento|autorizacion
    que cansin*|pesadez|plasta|plastas|hartura|coñazo|fastidio|lata $
    son|sois|eres ..2 pesad*|fastidio|cansin*|molest*|insoportabl*|plastas|acosador*|spam|insistent*
    otra|otro|un|una mas ..3 y ..3 denuncio|llamo|abogado|policia|bloqueo
    ultima vez ..4 no|paren|baja|digo|aviso|pido
    ya ..1 les|os ..1 dije|pedi|he
    ^ paso $
    no insist*
    no sean ..1 molest*|pesad*
    chau|adios|bye ..2 no
    ya ..1 no ..2 {me} ..1 {written}
  `,
  goods: `
    pedido pedidos cita citas reserva reservas vuelo vuelos producto productos articulo articulos entrada entradas billete billetes mesa
    habitacion paquete paquetes cebolla cebollas recargo cargo factura pago pagos tarjeta tarjetas contrato luz gas internet gimnasio
    seguro viaje reunion clase hermano hermana cuenta cajero puerta coche carro plan linea foto recibo hotel cena comida alquiler duplicado
    bache visita consulta hora turno curso compra fibra
  `,
  done: `
    cancel* anul* elimin* borr* borren quit* quita sac* saca bloque* bloquead* baja termin* dej* deje deja dejen retir* suprim* equivocad*
    equivoque equivocaste equivocasteis
  `,
  days: `
    hoy manana lunes martes miercoles jueves viernes sabado domingo semana tarde noche fiebre
  `,
  others: `
    no ..1 leo|reviso|veo|miro ..3
    no tengo {texts}|mensajes|llamadas
    no hay {texts}|mensajes|llamadas
    par*|pare|para ..1 en|frente|aqui|ahi|junto ~{texts}|paz|seguida
    {remove} ..2 segund*|tercer*|primer*
    cancel*|anul* ..1 y ..1
    dejenme|dejame|deja|dejeme ver|pensar*|que|pensarlo|consultar*
    cancel*|anul* ..2 {days}
    {days} ..2 cancel*|anul*
    ! no {me}? llames|llamen|llame|llameis|llamar escrib*|mand*|envi*|mejor|mensaje|whatsapp
    bajen*|bajale|bajar al|el|la|a ..1 precio|volumen|costo
    no ..1 quiero molestar|interrumpir
    basta|para|paren|deja ..1 😂|🤣|jaja|jajaja|jajajaja|jeje
    baja|cancel*|desuscri* ..4 {elsewhere}
    cancel*|baja|salir|borr* ..1 de|mi ..1 {elsewhere}
    molest*|molesta ..1 venga|ven|vengan|pasen|pase
    ^ no ..1 molesta $
    no es molestia
    no molesta el|la
    por que no {me}
    ya no {me} ..1 {written} nunca
    no ..1 quiero ..1 darme|dar|cancelar|salir|borrar*|desuscri*
    alto|alta y|o|rubi*|el|la|de|como
    que pesado el|la
    no acepto ..1 ese|este|el|la
    con eso|esto|dos|tres ..1 basta
    basta ..1 con ~{texts}|el|la|los|las|il|le|lo|i|sus|su|estos|estas|tanto|tanta|tantos|tantas|esto|eso|ya|isso|as|os|questi|queste|sti|ste
    dar de alta
    dio|dieron ese|esa|el|la descuento|oferta
    deje|deja|deje* de recibir ..2 revista|correos|emails|mensajes|factura
    por que ..4 deje|dejo|dejaron de
    dej* de fumar|comer|beber|funcionar|trabajar|tomar|doler|llover
    dejar ..1 el|la|de|un ..1 {goods}|antibiotico|pastillas|medicina|medicacion|comer|fumar
    no {me} ..1 {written} antes|al|hoy|todavia|el|la|cuando|durante|despues
    no ..1 quiero ..1 perder*|bolsa|papas|ketchup|salsa|factura|ticket
    ya no me llega|llegan
    {remove} ..3 antigu*|viej*|anterior|duplicad*
    no para|paro|paran|puedo|puede ..1 parar? de
    no {me} interesa|interesan el|la|los|las ~{texts}|{list}
    no ..1 hace ..1 falta
    encontr* ..1 spam
    a|en ..1 spam $
    llego|fue|cayo|entro ..2 spam
    quita|saca|quite|saque|quiten ..1 a ..1 mi|mis ..1 hermano|hermana|hijo|hija|marido|mujer|amigo
  `,
};
