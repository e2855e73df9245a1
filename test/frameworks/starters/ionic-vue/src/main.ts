import { createApp } from 'vue';
import { IonicVue } from '@ionic/vue';
import '@ionic/vue/css/core.css';
import App from './App.vue';

createApp(App).use(IonicVue).mount('#app');
