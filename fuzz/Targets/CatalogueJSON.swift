import Foundation
import Licensing

extension FuzzTarget {
    /// A replaced catalogue: loaded, or refused with a `CatalogueError`.
    static let catalogue = FuzzTarget(name: "catalogue") { data, size in
        do throws(CatalogueError) {
            _ = try Catalogue.load(json: Data(FuzzInput(data, size).bytes))
        } catch {
            guard !error.description.isEmpty else { fatalError("an error without words") }
        }
        return 0
    }
}
