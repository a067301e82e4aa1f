/// A line of the effective licence position in the columns of the auditor's template, in their order.
///
/// Source of the columns: Microsoft's template as License Dashboard documents it ("Effective License Position - Microsoft").
public struct ELPLine: Sendable, Hashable, Codable {
    /// Catalogue id of the product, and the flavour: what `products` calls the same row. No columns of the template.
    public var product: String
    public var flavour: String
    /// Licence and flavour: `Windows Server CAL - user`.
    public var productFamily: String
    /// Version of the licence; of a need the oldest version that serves it.
    public var version: String
    /// Licences held, by what `source` of entitlements.csv says: boxes (FPP, retail), OEM, and all others as volume licences.
    public var mlsVolumeLicenses: Int
    public var fppLicenses: Int
    /// No CAL is sold as an upgrade: always 0.
    public var fppUpgrades: Int
    public var oemLicenses: Int
    public var preliminaryLicenseEntitlement: Int
    /// Licences needed, as logs and files tell them.
    public var identifiedByInventoryDiscoveryTool: Figure
    /// What answers of the decision register added or took away.
    public var identifiedManually: Figure
    public var totalSoftwareDeployment: Figure
    /// Entitlement less deployment.
    public var softwareDeploymentVsLicenseEntitlement: Figure
    /// Licences of this version that serve needs of older ones (-), and of newer ones that serve needs of this version (+).
    public var licenseAllocation: Figure
    /// Both together.
    public var licensingDelta: Figure
    public var comments: String
    public var upgradeLicenseQuantity: Int
    /// Those of the licences held that are under Software Assurance.
    public var upgradeLicenseQuantityWithMaintenance: Int
    public var notes: String

    public init(product: String, flavour: String, productFamily: String, version: String) {
        self.product = product
        self.flavour = flavour
        self.productFamily = productFamily
        self.version = version
        (mlsVolumeLicenses, fppLicenses, fppUpgrades, oemLicenses) = (0, 0, 0, 0)
        preliminaryLicenseEntitlement = 0
        (identifiedByInventoryDiscoveryTool, identifiedManually, totalSoftwareDeployment) = (
            Figure(0), Figure(0), Figure(0)
        )
        (softwareDeploymentVsLicenseEntitlement, licenseAllocation, licensingDelta) = (Figure(0), Figure(0), Figure(0))
        comments = ""
        (upgradeLicenseQuantity, upgradeLicenseQuantityWithMaintenance) = (0, 0)
        notes = ""
    }
}
