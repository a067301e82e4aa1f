public import PositionModel

/// `elp.csv`: the effective licence position in the columns of the auditor's template, in their order and by their names. Empty where not
/// determinable; `Notes` says why.
public enum ELPCSV {
    static let header = [
        "Product Family", "Version", "MLS Volume Licenses", "FPP Licenses", "FPP Upgrades", "OEM Licenses",
        "Preliminary License Entitlement", "Identified by Inventory Discovery Tool", "Identified Manually",
        "Total Software Deployment", "Software Deployment vs License Entitlement",
        "License Allocation (+/-) Upgrades Downgrades etc", "Licensing Delta", "Comments", "Upgrade License Quantity",
        "Upgrade License Quantity (w/Maintenance)", "Notes",
    ]

    public static func text(_ position: Position) -> String {
        var csv = CSVText(.spreadsheet, header: header)
        for line in position.elp {
            csv.append([
                .text(line.productFamily), .text(line.version), .number(line.mlsVolumeLicenses),
                .number(line.fppLicenses), .number(line.fppUpgrades), .number(line.oemLicenses),
                .number(line.preliminaryLicenseEntitlement), .number(line.identifiedByInventoryDiscoveryTool.value),
                .number(line.identifiedManually.value), .number(line.totalSoftwareDeployment.value),
                .number(line.softwareDeploymentVsLicenseEntitlement.value), .number(line.licenseAllocation.value),
                .number(line.licensingDelta.value), .text(line.comments), .number(line.upgradeLicenseQuantity),
                .number(line.upgradeLicenseQuantityWithMaintenance), .text(line.notes),
            ])
        }
        return csv.text
    }
}
