/// How the figures were made, what their words mean, and what they do not prove.
enum MethodSection {
    static let markup: Markup = """
        <section id="method" aria-labelledby="method-title">
        <h2 id="method-title">Method and limits</h2>
        <h3>What this does not prove</h3>
        <ul class="plain">
        <li>A CAL licenses the right to access, not the access. Logs show who did reach a server, never who could have; \
        somebody who may reach it and did not may still need a licence. The bridge names the rule by which each such \
        account was left out, and each rule can be contested.</li>
        <li>Days and servers without logs prove nothing in either direction. The coverage section says which they are.</li>
        <li>Several people behind one account, one account on many machines, or a front end that reaches a server for \
        others change the count and are seen only as far as the estate's files declare them.</li>
        <li>Behind a proxy that does not log whom it forwards, devices and visitors cannot be counted. Such figures read \
        <abbr class="nd" title="not determinable">n/d</abbr>: they are unknown, not zero.</li>
        <li>The agreement that was signed decides what applies. This report is a count of evidence against a ledger, not \
        legal advice, and it does not certify anything.</li>
        </ul>
        <h3>What counts</h3>
        <ul class="plain">
        <li>Only successful access is evidence of access. Failed attempts from outside show exposure.</li>
        <li>Computer accounts, managed service accounts and built-in principals are not users. They are kept in the \
        ledger with the rule that excluded them.</li>
        <li>A record met twice counts once. Every record is accepted, ignored by a named rule, a duplicate, or rejected \
        with its reason.</li>
        <li>Days are UTC days. The window ends with the as-of day and includes it.</li>
        <li>An address that no name explains is a range: one device over the window at least, one per day at most.</li>
        </ul>
        <h3>Words</h3>
        <dl class="facts">
        <dt>Directory</dt><dd>every user object, or enabled computer, of the directory exports</dd>
        <dt>Evidenced</dt><dd>distinct users or devices with successful access in the window, still enabled; of a \
        mix, the cheapest cover of the accesses seen</dd>
        <dt>Defended</dt><dd>what remains of the directory after each exclusion with its rule and proof, with additions</dd>
        <dt>Low, high</dt><dd>the defended figure with every open question decided in favour, and against</dd>
        <dt>Held</dt><dd>licences in the ledger, whatever their version</dd>
        <dt>Usable</dt><dd>licences held that serve the versions of the servers reached</dd>
        <dt>Requirement</dt><dd>what the chosen model asks for</dd>
        <dt>Delta</dt><dd>usable less requirement</dd>
        </dl>
        <p>Every figure of this page stands in <code>position.json</code>, with the lists that are cut here. The inputs are \
        named by their SHA-256, so the same files can be read again and give the same figures.</p>
        </section>

        """
}
