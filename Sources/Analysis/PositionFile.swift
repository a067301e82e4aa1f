import Foundation
public import PositionModel
import Reporting

/// Reads a position back from the file `reconcile` and `run` wrote.
public enum PositionFile {
    /// Largest file read: a position of two million accounts has 1.2 GB.
    static let maximumBytes: Int64 = 4 << 30

    /// - Parameter path: a folder with a `position.json`, or that file itself.
    public static func read(_ path: String) throws(AnalysisError) -> Position {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .nothingToRead("\(path): there is no such position; make one with reconcile or run.")
        }
        let file = isFolder.boolValue ? path + "/position.json" : path
        let text: String
        do {
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber
            guard (size?.int64Value ?? 0) <= maximumBytes else {
                throw AnalysisError.nothingToRead("\(file) is larger than any position this version writes.")
            }
            text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        } catch let error as AnalysisError {
            throw error
        } catch {
            throw .nothingToRead("\(file) cannot be read: \(error.localizedDescription)")
        }
        do { return try PositionJSON.position(from: text) } catch {
            throw .nothingToRead("\(file) is \(error)")
        }
    }
}
