/// Words and compounds of the sentences positions are made of, in lower case. Written from the sources by
/// `HEADCOUNT_RECORD=1 swift test --filter SentenceWordsTests`.
let sentenceWords = """
    00/aaa/0000 00c04fc2dcd2 1000/noprompt 11d1 16be 16le 1a 1pk 202f 20pk 2e 4b06 5pk 7-zip 7z a a0 aaa aad ab04
    abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789 about above accents accepted access access_groups
    accesses account accountenabled accountexpirationdate accountexpires accounts accounts.aliases accounts.separate
    accounts.shared active activedirectory ad add added additive address address-day addresses adfs adgroup administer
    administration administrator administrators aduser affiliates after again against agents agree agreement
    agreement.signed agreements alias aliases all alldevice alldevicecost allow allowed alluser allusercost alng alone
    already also alternate altogether am ambiguous ambiguous-name america america/new_york among amount an and anew
    anonymous anonymous-inside anonymous-logon anonymous-name anonymous_visitors anonymousvisitors another answer
    answered answers answers.csv answers_accepted any anybody anywhere ap apart api appears application
    application-guard applied apppool apr arbitration archive archives are around as as_of ashttp ask asked asks asp
    asp.net aspnet assign assigned assigned_to assignee assurance at attempt attempts attribute attributes audit
    auditor auditor_users aug authenticated authenticated_from_outside authenticated_visitors authenticatedvisitors
    authentication authoritative authority autoridade autorite available away azuread azureadkerberos azureadssoacc b
    back backslash backup band bare base base64 batch be because been before began began-anew begin beginning begins
    behind behind-multiplexers being belong belongs berlin beside best better between beyond billed bin binary bit
    blank both bought bound box boxed breakeven bridge bring build built built-in bundles busiest but by by-model byte
    bytes bz2 bzh bzip2 c c-ip cabextract cabinet cached cached-interactive cached-remote-interactive cached-unlock
    cal cal-only cal-or-connector calcost call called calls cals came can candidate cannot careful carries carry case
    catalogue cell cells census centralized certain certificate change changed changelog changes changetype channel
    channels cheaper cheapest check choice choose chosen cidr civil class clause cleared clearing cleartext client
    clientipaddress clients clixml clock close closed closing cloud cloud-sso cn code cog collections colon column
    columns com come comma comma-separated command comment comments company compare component components compressed
    computed computer computers configuration connect connected connection connections connectivity connector
    connector-version-line connectors console container containers content contents contract contractor contractors
    contradict contradicts contribution control controller controllers conversion convertto convertto-json copied
    copies copy core corp correct corroborate corrupt cost costs costwithsurcharge could count counted counts cover
    coverage covered covereddays covers crawler crawlers crc created createtimestamp credentials cs cs-username csv
    csvde currency current current.mdb cut d daily damage damaged data data_type database datacenter datacentre date
    dated dates datetime day day/month days db8 dc dcal dd dec decide decided decides decimal decision declared
    declared_by decompression decompressor deep default default-account default-user defaultaccount defaultuser
    defended defended_users defense definition definitions delegatedmanagedserviceaccount delete delta demo denied
    department departments depends depth derived describe description desktop determinable determined dev developer
    device devicecal deviceid devices devices_high devices_low deviceshigh deviceslow dhcp did diff differ difference
    different digits direct directory directory-accounts directory-name directory-sync directoryservices disable
    disabled disabled-devices discovered discovery discoverysearchmailbox disk displayname distinguishedname dk dn dns
    dnshostname do docs docs/method.md document does domain domainname domains done dormant dormant_days double
    doubled driver dropped ds dst dst-ip dual dump duplicate duplicates dvc dvccal dwm e e3514235
    e3514235-4b06-11d1-ab04-00c04fc2dcd2 each earlier ec eccost edge edges edition edu ee effective elements elffile
    elp elp.csv else elsewhere email emailaddress emit emitted employee employeeid employeenumber employees
    employees_from_outside employeesfromoutside employeetype employment empty enabled encoding encrypted end end-date
    ended ends enough enrollment enrolment ent enterprise entitled entitled_device entitled_user entitlement
    entitlement-line entitlements entitlements.csv entra entries entry epl equipment error errs escapes ese essentials
    established estate estate.yaml europe europe/berlin evaluation even event event-xml events ever every everybody
    everyone everywhere evidence evidence.headcount evidenced evidenced_users evt evtx evtx_dump example excel
    exchange exchange-proxy exchange-test excluded excluded-accounts excluded-clients exemption exist exists expected
    expired expires expiry explain explains export export-clixml export-csv export-without-domain exported exports
    exposed exposure express ext external external-choice external-connector external-definition external-users extest
    extranet f f-access-without-right f-administrators f-base f-certificate f-connector-host f-connectors-twice
    f-connectors-unused f-coverage f-damaged-inputs f-external f-external-choice-not-proven f-external-prices
    f-external-uncovered f-filtered-exports f-flavour f-lease-time-zone f-missing-record-ids f-no-log
    f-rejected-records f-right-without-access f-servers-contradict f-shortfall f-suites f-surplus f-unnamed-clients
    f-unnamed-servers f-unneeded-licences f-unread-inputs f-version facing fact failed failure failures failures-only
    fall falls falsch false falsk falskt falso faq far fastest faux fc00 fe80 feature features feb federatedemail
    federation feff fetched fewer fewest ff0b ff0d ff1d ff20 fffd field fields figure figures file files filtered
    firewall first first_seen fits fixed flags flavor flavour flavour-line flow folded folder folders follow followed
    follows font for force forced foreach foreach-object forest form format former former-sid forth forward forwarded
    forwarded-for forwarding found foundation four fpp fqdn free frees french from from/to front front-end ftp ftpsvc
    full full-name fully functions further gap gaps gateway gave general german get get-adgroup get-aduser
    get-ualuseraccess get-winevent gib give given gives glossary go gone gov granted group groupcategory
    groupmanagedserviceaccount groups groupscope grouptype grows guard guest guide gunzip gz gzip h had hamis hand
    hands hardware has hashed have headcount headcount-verify headcount.catalogue/1 headcount.census/1
    headcount.coverage/1 headcount.explain/1 headcount.external/1 headcount.identities/1 headcount.import/1
    headcount.inspect/1 headcount.manifest/1 headcount.optimum/1 headcount.position-verification/1
    headcount.position/1 headcount.pseudonym/1 headcount.questions/1 headcount.revelation/1 headcount.rules/1
    headcount.scan/1 headcount.store-verification/1 headcount.whatif/1 header heads health health-mailbox
    healthmailbox healthy held help here hexadecimal hide hides high highcost hold holder holder-line holders holds
    host hoster hosts hours hours_per_week how hr html http httperr httpproxy httpstatus hyper hyper-v hypervisor i
    ias ibl ibl.gz iconv id identifiedbytool identifiedmanually identifiers identities identity ids ids-fall if igaz
    ignored iis iis-apppool iis-ibl iis-native import in included incorrect inetorgperson inetpub inflate information
    input input/output inputs inside inspect instance instansen instead interactive internal internet
    internet-unauthenticated into ip ipaddress ipv6 is isa isa-l iscriticalsystemobject isreached it item its itself
    iusr iwam jan join joined joins json jsonl jul jun keep keeps kept kerberos kerberos-tgt key keyfile keys kib kin
    kind know knowledge known knows krbtgt krbtgt_azuread l label lacks languages large larger last last_seen
    lastlogon lastlogondate lastlogontimestamp ldapsearch ldf ldif ldifde lead leads lease leased leases least leave
    leaver leavers leaves left legacy legacy-component length less letters lf lfle libarchive libcrypto lic licence
    licence-model licence_model licenced licences license licensed licensed-server licensed_by licenses licensing
    licsa licsapk lie lies life like line lines link link-local links list listed lists live lng local local-service
    local-system localised localsystem log logfiles logged logging login logname logon logons logparser logs long
    longer look looked looks loopback lost low lowcost lower lowers lsa m mac machine machine-account
    machine-account-name machine-only machines made mail mail-as-principal mailbox mailboxes make malformed managed
    managed-service managed-service-account managedserviceaccount management manager manifest manifest.json many
    many-devices mapped mapping mappings mar mark marker matcheddn maximum may md mdb mean means member memberof
    members memory method metric mib microsoft microsoft.activedirectory.management midnight might migrated migration
    minimum mismatch missing missing-ids mix mix-not-proven mkdir mm mode model models money monitoring month
    month/day more most move moved ms ms-ashttp mscf msclustervirtualserver msds msds-delegatedmanagedserviceaccount
    msds-groupmanagedserviceaccount msds-managedserviceaccount msexchrecipienttypedetails msftpsvc msol
    msservercluster much multiplexer multiplexers multiplexing must mvl n n/d name named names nat native ncsa ndjson
    nearest need needed needing needs negative neither nepravda net netbiosdomainname netbiosname network
    network-cleartext network-policy network-service networks networks.internal networks.trusted_proxies networks.vpn
    never never-used new new-credentials newer newest next nl no no-access no-account no-cal-needed no-channel
    no-device no-line no-name no-record no-right nobody none noprompt nor norwegian not not-determinable
    not-in-directory not-required note notes nothing notypeinformation nov now nt nt-authority ntlm ntlm-logon
    ntlm-validation nul null null-sid number numbers nxlog o object objectclass objects objectsid objectsid/sid objs
    oct oem of off offers offset ol old older olp olv on once one ones only only-name onsite onwaar open opened opens
    openssh operating operatingsystem operatingsystemversion optimise optimum or order organisation
    organisation.domains original other others otherwise ou out output outright outside outsiders over overlap
    oversized overwritten own own-device owner pack packing packs pagedresults pages pair pairs parser part partial
    partly partly-filtered parts passed passwordlastset passwords past path pattern pay pay-as-you-go payg peer people
    people-behind per per-core perdevice permission permissions perpetual person peruser physical pipe pk place
    placeholder plain please pm point policy pool pooling pools population portuguese position position.csv
    position.json position.xlsx position_share powershell pr practice pravda prawda precedes price priced prices
    primarysmtpaddress principal principal-name principals print private probe probes process processor product
    products program prompt proof properties property proposal proposed prove proven proves proxies proxy
    proxy_suspected pseudonym pseudonymise public purchase put pwdlastset q q-relation qe qty quantity queries query
    question questions quote quoted quotes r r2 radius ran range ranges rank rar rarely rd rd-gateway rd-gateway-host
    rdp rdp-authentication rdp-session rds reach reached reaches read read-only readable reader readme reads really
    realm reason reassignment recognised reconcile reconnect record recorded records records-lost
    recordswithoutaddress ref references refused register rejected rejects relation release reliably remark remarks
    remote remote-administration remote-interactive remote-management remove rename renamed renamed-machine renames
    renewed replace replaced report report.html reported request requestid requests required required_version
    requirement requirementcost requires reserved resolution resource resource-mailbox rest result results retail
    revelation reverse rewritten rfc rid right rights rising rodc rok room routing row rows rule rules rules.choose
    rules.disable run running runs s s-1 s-1-0-0 s-1-12-1 s-1-5-111 s-1-5-17 s-1-5-18 s-1-5-19 s-1-5-20 s-1-5-21
    s-1-5-32 s-1-5-7 s-1-5-80 s-1-5-82 s-1-5-83 s-1-5-90 s-1-5-94 s-1-5-96 s-reason sa sa_end said sam samaccountname
    samaccounttype same same-employee-id same-mail same-name same-sid sample sampled sand sann sant sapk save saved
    say says scan scanned schema schemas schemas.microsoft.com/powershell se search searches seat seats second
    security security.xml see seen segments segmentscost select select-object send sends sensitivity sep separate
    separated separately serve served server server-alias server-itself servers servers.csv serves service
    service-account service-account-ticket service-accounts service-ticket service-virtual-account service_accounts
    serviceprincipalname serviceprincipalnames services session session-reconnect session-refused sessions set
    set-content setting settings settings-from setup several sha sha-256 share share-object shared shared-accounts
    shared-address shared-addresses shared-devices short shortfall should show shown shows sid side sidhistory sids
    siem sign sign-on signed since single sit site sites sits sku slash sm smaller smb smb-connection smb-session smtp
    smtpsvc sngl so socket software sold solve some somebody something sort source space speak spelling spellings spla
    split spreadsheet sql sql-login sql-logon src src-ip ssh sso stand standard stands star start start-date starts
    state stay stays std ste step stepup still stop stopped store stores string sub subject subjects subscribers
    subscription subvl success successful such suite suites support surplus suspected svc svr sync system
    system-mailbox system.byte system.collections system.directoryservices system.object system.string systemidentity
    systemidentity.mdb systemmailbox t table take taken takes taking tar tell tells temporary term terminal terminated
    terms test text texts tgt than that the their them themselves then there these they thing this those though three
    thresholds thresholds.dormant_days thresholds.position_share through ticket tickets tie time time_zones times
    timestamp to together told too tool top total totals toxml trait true truncated trusted trusted-proxy
    trusted_proxies truth truth.json try tsinternetuser tsv turned twice two two-administrators txt type types u ual
    ual-mdb ual-users.csv ualuseraccess ucal umfd unassigned unassigned-line unauthenticated unclear uncovered under
    understood unexpected unexpected-stop unexpectedly union unique unit units universal unknown unknown-users
    unknownrelation unless unlicensed unlock unnamed unneeded unpack unpacked unrar unread unreadable until unused
    unzip up upn upper usable usable_device usable_user usann usd use used user user-mode useraccountcontrol usercal
    username userprincipalname users uses using usr usrcal ustar utc utf utf-16 utf-16be utf-16le utf-32 utf-8 utf8 v
    valid validated validated-by validation value values verdadeiro verdadero verdict verification verify vero version
    version-line version_shortfall versions versionshortfall virtual virtual-user visit visitor visitors visits vm
    vm-account volume vpn vrai w w3c w3c-without-fields w3svc waar wahr wait wants was waste way wdagutilityaccount
    web web-device web-event web-workload web_folders week weekly well well-known were wevtutil what whatif when
    whencreated where whether which while who whoever whole whom whose why win win/2004/08/events window window.as_of
    window.days window.from window.to windows windows-1252 windows-firewall windows-rds windows-server winevent
    winlogbeat winrm winrm-virtual-user with without work workbook working workload works workstation workstationname
    worst would write writes writing written wrong wrote ws ws-cal/device ws-cal/user ws-ec/server wsus x
    x-forwarded-for x64 xf xlsx xml xz y yaml yes yet york you your yyyy yyyy-mm yyyy-mm-dd z zip zlib zone zones zst
    zstandard zstd
    """
