import Foundation
import Testing

@testable import Reporting

/// WCAG 2.2, success criterion 1.4.3: text has a contrast of at least 4.5 to 1 with what it stands on.
@Suite struct ContrastTests {
    static let pairs = [
        ("ink", "page"), ("ink", "paper"), ("ink", "soft"), ("muted", "page"), ("muted", "paper"), ("muted", "soft"),
        ("accent", "page"), ("accent", "paper"), ("ok-ink", "ok"), ("bad-ink", "bad"), ("open-ink", "open"),
        ("tag-ink", "tag"), ("some-ink", "some"), ("bad-ink", "page"), ("bad-ink", "paper"),
    ]

    @Test func everyScheme() throws {
        // Light, dark, print: one block of custom properties each, beginning with `--page`.
        let schemes = Stylesheet.markup.source.components(separatedBy: "--page:").dropFirst().map { "--page:" + $0 }
        #expect(schemes.count == 3)
        for scheme in schemes {
            for (ink, ground) in Self.pairs {
                let ratio = contrast(try color(ink, in: scheme), try color(ground, in: scheme))
                #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
            }
            // Graphics need 3 to 1 (1.4.11) where they carry meaning.
            for bar in ["bar-total", "bar-added"] {
                #expect(contrast(try color(bar, in: scheme), try color("page", in: scheme)) >= 3, "\(bar)")
            }
        }
    }

    private func color(_ name: String, in scheme: String) throws -> UInt32 {
        let tail = try #require(scheme.components(separatedBy: "--\(name): #").dropFirst().first)
        return try #require(UInt32(tail.prefix(6), radix: 16))
    }

    private func contrast(_ a: UInt32, _ b: UInt32) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    private func luminance(_ color: UInt32) -> Double {
        let channels = [color >> 16, color >> 8, color].map { shifted -> Double in
            let value = Double(shifted & 0xFF) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
}
