@_exported import UIKit

extension UIApplicationDelegate {
    public static func main() { fatalError() }
}
