public import PositionModel

/// What `verify` found of a store, as JSON.
public enum VerificationJSON {
    public static func text(_ verification: StoreVerification) throws(JSONTextError) -> String {
        try JSONText.encode(verification)
    }
}
