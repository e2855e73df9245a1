import { edit, ownManifest, put, type BrokenProject } from './broken-project.js';
import { MERGED_PATH } from '../projects.js';

export const BROKEN_ANDROID: readonly BrokenProject[] = [
  {
    name: 'Android not synced',
    id: 'android-not-synced',
    says: /does not name capgo-capacitor-background-task/,
    change: put('android/capacitor.settings.gradle', "// include ':capgo-capacitor-background-task'\n"),
  },
  { name: 'an old minimum SDK', id: 'min-sdk', says: /minSdkVersion 22/, change: edit('android/variables.gradle', '24', '22') },
  {
    name: 'an old WorkManager chosen by the app (S09)',
    id: 'work-version',
    says: /androidxWorkVersion 2\.7\.1; the plugin needs 2\.9/,
    change: edit('android/variables.gradle', 'ext {', "ext {\n    androidxWorkVersion = '2.7.1'"),
  },
  {
    name: "WorkManager's initialiser removed (A19)",
    id: 'work-initializer-removed',
    says: /removes WorkManager's initialiser/,
    change: ownManifest(
      '<application><provider android:name="androidx.startup.InitializationProvider"><meta-data android:name="androidx.work.WorkManagerInitializer" tools:node="remove" /></provider></application>',
    ),
  },
  {
    name: 'the boot receiver removed (A21)',
    id: 'boot-receiver-removed',
    says: /boot receiver/,
    change: ownManifest(
      '<application><receiver android:name="androidx.work.impl.background.systemalarm.RescheduleReceiver" tools:node="remove" /></application>',
    ),
  },
  {
    name: 'the boot permission removed (A21)',
    id: 'boot-permission-removed',
    says: /RECEIVE_BOOT_COMPLETED/,
    change: ownManifest('<uses-permission android:name="android.permission.RECEIVE_BOOT_COMPLETED" tools:node="remove" />'),
  },
  {
    name: 'the job service removed',
    id: 'job-service-removed',
    says: /job service/,
    change: ownManifest(
      '<application><service android:name="androidx.work.impl.background.systemjob.SystemJobService" tools:node="remove" /></application>',
    ),
  },
  {
    name: 'a library took the initialiser out',
    id: 'merged-no-initializer',
    says: /merged manifest of the last build.*initialiser/,
    change: edit(MERGED_PATH, /<meta-data[^>]*\/>/, ''),
  },
  {
    name: 'a library took the boot receiver out',
    id: 'merged-no-boot-receiver',
    says: /boot receiver/,
    change: edit(MERGED_PATH, /<receiver[\s\S]*<\/receiver>/, ''),
  },
  {
    name: 'a library took the boot permission out',
    id: 'merged-no-boot-permission',
    says: /RECEIVE_BOOT_COMPLETED/,
    change: edit(MERGED_PATH, /.*RECEIVE_BOOT_COMPLETED.*\n/, ''),
  },
  {
    name: 'built before the plugin was there',
    id: 'merged-no-job-service',
    says: /job service/,
    change: edit(MERGED_PATH, /.*SystemJobService.*\n/, ''),
  },
  {
    name: 'a manifest that is no XML',
    id: 'file-unreadable',
    says: /AndroidManifest\.xml is not XML that can be understood/,
    change: put('android/app/src/main/AndroidManifest.xml', '<manifest><application></manifest>\n'),
  },
];
