import Identity
import Licensing
public import PositionModel

extension Reconciler {
    /// Every rule there is: the catalogue's, who is counted, who is taken for whom, what is asked.
    public var rules: RuleList {
        let bridge = BridgeRules.removing.map {
            RuleList.Row(section: "bridge", id: $0.id, rule: $0.label, source: $0.source, isSwitchable: true)
        }
        let joins = JoinRules.table.map {
            RuleList.Row(section: "join", id: $0.id, rule: $0.label, source: $0.source, isSwitchable: true)
        }
        let questions = QuestionKind.allCases.map { kind in
            let rule = QuestionRules.rule(kind)
            return RuleList.Row(section: "question", id: kind.rawValue, rule: rule.asks, source: rule.source)
        }
        return RuleList(catalogueVersion: catalogue.version, rules: catalogue.rules + bridge + joins + questions)
    }
}
