import type { Texts } from './texts.ts';

export const es: Texts = {
  by: {
    email: 'por correo electrónico',
    sms: 'por SMS',
    push: 'como notificación de la aplicación',
    voice: 'por teléfono',
    whatsapp: 'por WhatsApp',
    in_app: 'en la aplicación',
    post: 'por correo postal',
    '*': 'por ningún medio',
  },
  unsubscribe: {
    title: '¿Dejar de recibir estos mensajes?',
    ask: (by) => `Si pulsa el botón, dejaremos de enviarle este tipo de mensajes ${by}.`,
    messageWas: (purpose) => `El mensaje que recibió trataba de: ${purpose}`,
    button: 'Sí, darme de baja',
    done: 'Ya está dado de baja',
    noMore: (by) => `Ya no le enviaremos estos mensajes ${by}:`,
    fromNow: 'Se aplica desde ahora. No tiene que hacer nada más.',
  },
  away: {
    title: 'Inténtelo de nuevo en un momento',
    text: 'No hemos podido guardar su decisión. Pulse el botón otra vez dentro de un minuto: su enlace sigue siendo válido.',
  },
  unknown: {
    title: 'Este enlace no funciona',
    text: 'Puede que esté incompleto o sea demasiado antiguo. Abra de nuevo el enlace de nuestro último mensaje o cópielo entero.',
  },
  help: '¿Preguntas? Contáctenos',
};
