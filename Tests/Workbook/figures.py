"""Where each figure of position.json stands in the workbook."""
import re

UNKNOWN = "not determinable"
# Decimal texts of these keys are amounts or shares; all others are texts, whatever they look like.
DECIMALS = {
    "cost", "lower_bound", "all_user_cost", "all_device_cost", "segments_cost", "user_price", "device_price",
    "requirement_cost", "cost_with_surcharge", "ec_cost", "cal_cost", "low_cost", "high_cost", "share", "threshold",
    "surcharge",
}
# Keys that are null where a figure is not determinable, and hold none of their own.
GROUPS = {
    ("mix", "optimum"): ["users", "devices", "cost", "lower_bound"],
    ("mix", "alternatives"): ["all_user_cost", "all_device_cost", "segments_cost"],
    ("gauge",): [],
    ("external_optimum",): [],
}
# Sheets of lists by the keys that lead to them.
SHEETS = {
    ("products",): "Position", ("products", "required_version"): "Required versions", ("bridge",): "Bridge totals",
    ("bridge", "steps"): "Bridge", ("auditor_view", "rows"): "Auditor view", ("mix",): "Mix",
    ("mix", "optimum"): "Mix", ("mix", "alternatives"): "Mix", ("mix", "alternatives", "segments"): "Mix by segment",
    ("mix", "alternatives", "sensitivity"): "Mix at other prices", ("external",): "External",
    ("external_choice",): "External choice", ("external_optimum",): "External optimum", ("versions",): "Versions",
    ("evidence_over_time", "spans"): "Over time", ("evidence_over_time", "days"): "Over time by day",
    ("servers",): "Servers", ("coverage",): "Coverage", ("questions", "effects"): "Question effects", ("gauge",): "Exposure",
    ("gauge", "lines"): "Gauge", ("additive",): "Additive", ("bundles",): "Bundles", ("elp",): "ELP",
    ("entitlements",): "Entitlements", ("entitlements", "counts"): "Counts",
    ("inputs", "entries"): "Inputs", ("inputs", "entries", "ignored_by_rule"): "Input rules",
    ("inputs", "entries", "rejected_by_reason"): "Input rules", ("notices",): "Notices",
}
TITLES = {
    "ec_cost": "EC cost", "cal_cost": "CAL cost", "mls_volume_licenses": "MLS Volume Licenses",
    "fpp_licenses": "FPP Licenses", "fpp_upgrades": "FPP Upgrades", "oem_licenses": "OEM Licenses",
    "preliminary_license_entitlement": "Preliminary License Entitlement",
    "identified_by_inventory_discovery_tool": "Identified by Inventory Discovery Tool",
    "total_software_deployment": "Total Software Deployment",
    "software_deployment_vs_license_entitlement": "Software Deployment vs License Entitlement",
    "license_allocation": "License Allocation (+/-) Upgrades Downgrades etc", "licensing_delta": "Licensing Delta",
    "upgrade_license_quantity": "Upgrade License Quantity",
    "upgrade_license_quantity_with_maintenance": "Upgrade License Quantity (w/Maintenance)",
}
# Totals of the inputs are stated in the sheet of checks.
TOTALS = {"records": "Records", "accepted": "Records accepted", "ignored": "Records ignored",
          "rejected": "Records rejected", "duplicates": "Records met again"}


def figures(value, keys=(), places=()):
    """Every figure: the keys that lead to it, the places in the lists on the way, and the number, or None for null."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from figures(item, keys + (key,), places)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            if isinstance(item, (dict, list)):
                yield from figures(item, keys, places + (place,))
    elif value is None:
        for key in GROUPS.get(keys, [None]):
            yield (keys + (key,) if key else keys), places, None
    elif isinstance(value, bool):
        return
    elif isinstance(value, (int, float)):
        yield keys, places, value
    elif keys[-1] in DECIMALS and (value == "" or re.fullmatch(r"-?\d+\.\d+", value)):
        yield keys, places, float(value) if value else None


class Places:
    """Finds the cell of a figure."""

    def __init__(self, position, workbook):
        self.sheets = workbook.sheets
        self.position = position
        self.rows = {keys: {} for keys in SHEETS}
        for keys in SHEETS:
            self._number(keys)
        rules = 0
        for index, entry in enumerate(position["inputs"]["entries"]):
            for key in ("ignored_by_rule", "rejected_by_reason"):
                for place in range(len(entry[key])):
                    self.rows[("inputs", "entries", key)][(index, place)] = rules
                    rules += 1
        self.checks = {row["Check"].value: row for row in self.sheets["Tie-out"].rows}

    def _number(self, keys):
        """Gives the items of a list their rows, in the order of the file."""
        row = 0

        def go(value, rest, places):
            nonlocal row
            if value is None:
                return
            if isinstance(value, list):
                for place, item in enumerate(value):
                    go(item, rest, places + (place,))
            elif rest:
                go(value.get(rest[0]), rest[1:], places)
            else:
                self.rows[keys][places] = row
                row += 1

        go(self.position, keys, ())
        if keys in (("mix", "optimum"), ("mix", "alternatives")):
            # Columns of the sheet of the mix itself.
            self.rows[keys] = {(place,): place for place in range(len(self.position["mix"]))}

    def cell(self, keys, places):
        """The cell, or None where no sheet is known to hold it."""
        if keys[:2] == ("inputs", "totals"):
            return self.checks[TOTALS[keys[2]]]["Stated"]
        group, key = keys[:-1], keys[-1]
        sheet = SHEETS.get(group)
        row = self.rows.get(group, {}).get(places)
        if sheet is None or row is None:
            return None
        title = TITLES.get(key, key.replace("_", " ").capitalize())
        if group == ("elp",) and key == "identified_manually":
            title = "Identified Manually"
        rows = self.sheets[sheet].rows
        return rows[row].get(title) if row < len(rows) else None


def differences(position, workbook):
    """Counts the figures, and says of each that is not in its place what is there."""
    places = Places(position, workbook)
    count, wrong = 0, []
    for keys, where, number in figures(position):
        count += 1
        name = ".".join(keys) + "".join(f"[{place}]" for place in where)
        cell = places.cell(keys, where)
        if cell is None:
            wrong.append(f"{name}: no place in the workbook")
        elif number is None and cell.value != UNKNOWN:
            wrong.append(f"{name}: {cell.value!r} instead of {UNKNOWN!r}")
        elif number is not None and cell.value != float(number) and cell.value != str(number):
            wrong.append(f"{name}: {cell.value!r} instead of {number!r}")
    return count, wrong
