import Foundation

/// Makes the ledger's file. The log is most of it, and each step writes it again: the text of a settled run, which never changes, is kept.
struct LedgerWriter: Sendable {
    private var log: [(run: SettledRun, text: Data)] = []

    /// Returns JSON text with sorted keys, so that the same state gives the same bytes.
    mutating func data(_ state: LedgerState) throws -> Data {
        log = try written(state.log)
        // The first of the sorted keys.
        var data = Data("{\"log\":[".utf8)
        for (index, run) in log.enumerated() {
            if index > 0 { data.append(UInt8(ascii: ",")) }
            data.append(run.text)
        }
        data.append(contentsOf: "],".utf8)
        data.append(try state.jsonWithoutLog.data().dropFirst())
        return data
    }

    /// Runs leave the log at its start and come at its end.
    private func written(_ runs: [SettledRun]) throws -> [(run: SettledRun, text: Data)] {
        var known = log[...]
        return try runs.map { run in
            while let first = known.popFirst() { if first.run == run { return first } }
            return (run, try run.run.json.data())
        }
    }
}
