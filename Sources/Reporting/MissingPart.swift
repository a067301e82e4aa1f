import AccessModel
import PositionModel

/// Parts of the estate that nobody gave: a position without them means something else, so they are told before its figures.
enum MissingPart {
    private static let files = ["directory", "servers.csv", "--directory", "--servers"]

    static func notices(_ position: Position) -> [EstateNotice] {
        // In the order of files and messages: of each file the first.
        var shown: Set<ExactText> = []
        return position.notices.filter { notice in
            notice.line == 0 && files.contains { notice.file.utf8.elementsEqual($0.utf8) }
                && shown.insert(ExactText(notice.file)).inserted
        }
    }
}
