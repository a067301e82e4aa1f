import AccessModel
import PositionModel

extension Estate {
    /// The same estate with its files named from its folder on, so that it gives the same position wherever the folder lies.
    func named(from folder: String) -> Estate {
        let start = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
        var names: [ExactText: String] = [:]
        func short(_ path: String) -> String {
            if let known = names[ExactText(path)] { return known }
            let name =
                path.utf8.starts(with: start.utf8)
                ? String(decoding: path.utf8.dropFirst(start.utf8.count), as: UTF8.self) : path
            names[ExactText(path)] = name
            return name
        }
        var estate = self
        for index in estate.notices.indices { estate.notices[index].file = short(notices[index].file) }
        for index in estate.directory.accounts.indices {
            estate.directory.accounts[index].source = short(directory.accounts[index].source)
        }
        for index in estate.directory.computers.indices {
            estate.directory.computers[index].source = short(directory.computers[index].source)
        }
        estate.directory.sources = directory.sources.map(short)
        for index in estate.settings.answers.indices {
            estate.settings.answers[index].file = short(settings.answers[index].file)
        }
        return estate
    }
}
