import Foundation

/// Epoch times and durations, in milliseconds as JavaScript has them.
typealias Milliseconds = Int64

/// The values that contract/constants.json states for every platform; a test holds the two together.
enum Constants {
    static let contractVersion: Int64 = 2
    /// The version of records that hold nothing that version 1 did not know, so that older code goes on reading them.
    static let recordVersion: Int64 = 1
    static let newestRecordVersion: Int64 = 2

    static let second: Milliseconds = 1000
    static let minute = 60 * second
    static let hour = 60 * minute

    static let maximumTasks = 100
    static let maximumNameLength = 128
    static let maximumRetries: Int64 = 10
    static let maximumInterruptions: Int64 = 3
    static let maximumConcurrentRuns = 4
    static let maximumLoggedRuns = 300
    static let maximumItems = 1000
    /// The size of an item's data, as JSON in UTF-8.
    static let maximumDataBytes = 8192
    /// An item is given up after this many runs in a row that ended `expired` or `lost`.
    static let maximumItemInterruptions: Int64 = 20
    /// An item that no runtime defines is tried again after the first of these times, and given up after the second.
    static let undefinedItemRetry = 24 * hour
    static let undefinedItemLimit = 30 * 24 * hour
    /// A wake that has less time left opens no further item.
    static let leastTimeForItem = 30 * second
    /// The same for a refresh, which has less time in all.
    static let leastTimeForItemInRefresh = 10 * second
    static let maximumErrorLength = 500
    static let maximumDeclines = 16

    static let minimumInterval = minute
    static let backoffFirst = 30 * second
    static let backoffLimit = 5 * hour

    /// How long a page on screen may take to claim an offer before it loses its turn.
    static let pageTurn = 3 * second
    /// How long after the abort of its signal a run settles, whatever its callback does.
    static let expiryGrace = second
    static let refreshTimeLimit = 25 * second
    static let processingTimeLimit = 10 * minute
    static let refreshStartLimit = 8 * second
    static let processingStartLimit = 20 * second
    static let stalledFloor = 72 * hour
    static let windowStalledFloor = 72 * hour

    /// The one job of the react-native-background-task compatibility, and how long it may take.
    static let compatTaskName = "react-native-background-task"
    static let compatTimeout = 30 * second

    static let pluginName = "CapgoBackgroundTask"
    static let headlessMarkerPluginName = "CapgoBackgroundTaskHeadless"

    /// The largest whole number that JavaScript holds exactly, 2^53 - 1. Larger ones cannot be stored.
    static let largestCount: Int64 = 9_007_199_254_740_991

    /// The reason in the status for stored records that could not be read and were set aside.
    static let recordsSetAside = "RECORDS_SET_ASIDE"
}
