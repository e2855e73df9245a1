/// The two versions of an installed binary.
struct BinaryVersion: Sendable, Equatable {
    let name: String
    let code: String
}

/// Says from where the app's own page was served when its JavaScript last attached, and by which binary.
struct ServedFiles: Sendable, Equatable {
    enum Place: Sendable, Equatable {
        case bundle
        /// A live update, relative to the Library folder: the folder's own path changes with each installation.
        case library(String)
    }

    let place: Place
    let binary: BinaryVersion
}

extension ServedFiles {
    /// Returns nil for what is damaged or of a later version. The next page writes it anew.
    init?(reading json: JSONValue) {
        guard json["version"]?.integer == Constants.recordVersion, let name = json["binaryName"]?.text, let code = json["binaryCode"]?.text
        else { return nil }
        switch json["library"] {
        case .null?: place = .bundle
        case .string(let path)? where Self.staysInside(path): place = .library(path)
        default: return nil
        }
        binary = BinaryVersion(name: name, code: code)
    }

    var json: JSONValue {
        let library: JSONValue =
            switch place {
            case .bundle: .null
            case .library(let path): .string(path)
            }
        return .object([
            "version": .integer(Constants.recordVersion),
            "library": library,
            "binaryName": .string(binary.name),
            "binaryCode": .string(binary.code)
        ])
    }

    private static func staysInside(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
    }
}
