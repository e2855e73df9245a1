require 'json'

package = JSON.parse(File.read(File.join(__dir__, 'package.json')))

Pod::Spec.new do |s|
  s.name = 'CapgoCapacitorBackgroundTask'
  # The Swift package's target has this name too: one import line serves both packagings.
  s.module_name = 'CapgoBackgroundTaskPlugin'
  s.version = package['version']
  s.summary = package['description']
  s.license = package['license']
  s.homepage = 'https://github.com/Cap-go/capacitor-background-task'
  s.author = package['author']
  s.source = { :git => 'https://github.com/Cap-go/capacitor-background-task.git', :tag => s.version.to_s }
  s.source_files = 'ios/Sources/CapgoBackgroundTaskPlugin/**/*.swift'
  s.resource_bundles = { 'CapgoCapacitorBackgroundTask' => ['ios/Sources/CapgoBackgroundTaskPlugin/PrivacyInfo.xcprivacy'] }
  s.ios.deployment_target = '15.0'
  s.frameworks = 'BackgroundTasks', 'Network', 'WebKit'
  s.dependency 'Capacitor'
  s.swift_version = '5.9'
end
