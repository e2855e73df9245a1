import { Component } from '@angular/core';
import { IonApp, IonContent } from '@ionic/angular';

@Component({
  selector: 'app-root',
  imports: [IonApp, IonContent],
  template: '<ion-app><ion-content>Ionic Angular</ion-content></ion-app>',
})
export class App {}
