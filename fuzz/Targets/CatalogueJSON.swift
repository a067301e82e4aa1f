import Foundation
import Licensing

extension FuzzTarget {
    /// A replaced catalogue: loaded, or refused with a `CatalogueError`.
    static let catalogue = FuzzTarget(name: "catalogue") { bytes in
        do throws(CatalogueError) {
            _ = try Catalogue.load(json: Data(bytes))
        } catch {
            guard !error.description.isEmpty else { fatalError("an error without words") }
        }
    }
}
