/** The form that Android and Capacitor ask of an application id. Nothing else may reach a shell or a command line. */
const APP_ID = /^[A-Za-z]\w*(\.\w+)+$/;

export function isAppId(text: string): boolean {
  return APP_ID.test(text);
}
