/** The name under which Vite and its error overlay know the plugin. */
export const VITE_PLUGIN_NAME = 'capgo-background-task';
