import Analysis
import ArgumentParser
import EstateInput
import EvidenceStore
import Licensing
import Pseudonyms
import Reporting

/// Turns the errors of a command into one message on standard error and exit code 1.
enum Failure {
    static func reported(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as AnalysisError {
            throw report(error.message)
        } catch let error as StoreError {
            throw report(error.description)
        } catch let error as EstateError {
            throw report(error.description)
        } catch let error as CatalogueError {
            throw report(error.description)
        } catch let error as PseudonymError {
            throw report(error.description)
        } catch let error as JSONTextError {
            throw report(error.description)
        } catch let error as OutputError {
            throw report(error.message)
        }
    }

    private static func report(_ message: String) -> ExitCode {
        Console.note("headcount: \(SafeText.terminal(message))")
        return ExitStatus.failure
    }
}
