#!/usr/bin/env bash
# Does by adb on an emulator what docs/verification.md asks of a phone: the example app registers its tasks, is killed as the system kills it, its job is
# run, and the server on this machine hears from a headless runtime.
# Usage: five-minutes.sh FOLDER    (an app made by `cap add android`, assembled for debugging; an emulator or a phone is attached)
# It has not been run yet: it was written on a machine without an emulator.
set -euo pipefail
app=$1
id=$(sed -n 's/.*"appId": *"\([^"]*\)".*/\1/p' "$app/capacitor.config.json")
data=$(mktemp -d)
log=$data/server.log

DATA_FOLDER=$data node "$app/server/main.mjs" >"$log" 2>&1 &
server=$!
trap 'kill $server' EXIT

adb install -r "$app/android/app/build/outputs/apk/debug/app-debug.apk"
adb reverse tcp:4180 tcp:4180
adb shell monkey -p "$id" -c android.intent.category.LAUNCHER 1

job_of() {
  adb shell dumpsys jobscheduler "$id" | sed -n 's/.*JOB #[^/]*\/\([0-9]*\):.*/\1/p' | head -n 1
}
for _ in $(seq 60); do
  job=$(job_of)
  [ -n "$job" ] && break
  sleep 1
done
[ -n "${job:-}" ] || { echo 'no job of the app: are its tasks registered?'; exit 1; }

adb shell input keyevent KEYCODE_HOME
sleep 3
adb shell am kill "$id"
if [ -n "$(adb shell pidof "$id" || true)" ]; then echo 'the app is not closed'; exit 1; fi

echo 'waiting until the interval of 15 minutes is over: WorkManager refuses a periodic work before'
sleep $((15 * 60 + 30))
job=$(job_of)
if [ "$(adb shell getprop ro.build.version.sdk)" -ge 34 ]; then
  adb shell cmd jobscheduler run -f -n androidx.work.systemjobscheduler "$id" "$job"
else
  adb shell cmd jobscheduler run -f "$id" "$job"
fi

for _ in $(seq 120); do
  if grep -q 'end (work-manager, headless)' "$log"; then
    echo 'the callback ran with the app closed'
    exit 0
  fi
  sleep 1
done
cat "$log"
adb logcat -d -s CapgoBackgroundTask Capacitor WM-WorkerWrapper
echo 'no callback ran with the app closed'
exit 1
