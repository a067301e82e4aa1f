import Analysis
import ArgumentParser
import Foundation
import Licensing

struct CatalogueOption: ParsableArguments {
    @Option(help: ArgumentHelp("A licensing catalogue instead of the built-in one.", valueName: "FILE"))
    var catalogue: String?

    func load() throws -> Catalogue {
        guard let catalogue else { return try Catalogue.builtIn }
        let json: Data
        do { json = try Data(contentsOf: URL(fileURLWithPath: catalogue)) } catch {
            throw OutputError(message: "Cannot read the catalogue \(catalogue): \(error.localizedDescription)")
        }
        return try Catalogue.load(json: json)
    }
}
