/// Acronyms that are read letter by letter, such as `FBI`, and not as a word, as `NASA`; initials; single letters.
///
/// What is in one of the lists below follows it; then a lexicon decides, by having the word; then whether it can be
/// pronounced.
struct AcronymRule: ReadingRule {
  /// Whether a lexicon has a word.
  let isKnown: @Sendable (String) -> Bool

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let piece = pieces[index], piece.kind == .letter else { return nil }
    if piece.text.utf8.count == 1 { return single(pieces, at: index) }
    if let dotted = dotted(pieces, at: index) { return dotted }
    if let (name, ending) = Self.plural(piece.text), let letters = Self.mixed[name] {
      return Reading(letters: letters, ending: ending, count: 1, .acronyms)
    }
    if let letters = Self.mixed[piece.text] {
      // `Ph.D.`
      let takesPoint =
        piece.text.utf8.contains(0x2E) && pieces.text(index + 1) == "."
        && !pieces.endsSentence(index + 1)
      return Reading(letters: letters, count: takesPoint ? 2 : 1, .acronyms)
    }
    let (letters, ending) = Self.parted(piece.text)
    // The two sides of `AT&T`.
    let isJoined =
      letters.utf8.count <= 3
      && ((pieces.text(index + 1) == "&" && pieces[index + 2]?.kind == .letter)
        || (pieces.text(index - 1) == "&" && pieces[index - 2]?.kind == .letter))
    guard letters.utf8.count > 1 || isJoined, letters.utf8.allSatisfy({ $0 &- 0x41 < 26 }),
      isJoined || isSpelled(letters, isShouting: pieces.isShouting)
    else { return nil }
    return Reading(letters: letters, ending: ending, count: 1, .acronyms)
  }

  /// `DVDs` and `FBI's` as the letters and what is left.
  private static func parted(_ text: String) -> (letters: String, ending: String) {
    plural(text) ?? (text, "")
  }

  private static func plural(_ text: String) -> (letters: String, ending: String)? {
    ["'s", "’s", "s"].first { text.hasSuffix($0) }
      .map { (String(text.dropLast($0.count)), "'s") }
  }

  private func isSpelled(_ letters: String, isShouting: Bool) -> Bool {
    if Self.words.contains(letters) { return false }
    if Self.spelled.contains(letters) { return true }
    if !isShouting, Self.spelledAmongSmallLetters.contains(letters) { return true }
    guard letters.utf8.contains(where: Self.isVowel) else { return true }
    if isKnown(letters) { return false }
    // Among small letters a short word in capitals is one of letters.
    if !isShouting, letters.utf8.count <= 3 { return true }
    // Longer ones are words, such as `AUTUMN`: CMUdict has six of five or six letters that are spelled.
    return letters.utf8.count <= 4 && !Self.isPronounceable(letters)
  }

  /// `U.S.`, `J.R.R.`, `p.m.`
  private func dotted(_ pieces: Pieces, at index: Int) -> Reading? {
    let text = pieces.text(index)
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1,
      parts.allSatisfy({ $0.utf8.count == 1 && ($0.utf8.first ?? 0) | 0x20 &- 0x61 < 26 })
    else { return nil }
    let takesPoint = pieces.text(index + 1) == "." && !pieces.endsSentence(index + 1)
    // A point before a capital may be both: `the U.S. Army` and `in the U.S. He`.
    let isBeforeName =
      pieces.text(index + 1) == "." && pieces.isSpace(index + 2)
      && !pieces.beginsSentence(index + 2)
    return Reading(
      letters: parts.joined(), count: takesPoint || isBeforeName ? 2 : 1, .acronyms)
  }

  /// Initials, `Plan B`, `x`: any single letter but the words *a*, *I* and *O*.
  private func single(_ pieces: Pieces, at index: Int) -> Reading? {
    let letter = pieces.text(index)
    guard letter.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }),
      // The `s` of a genitive that is written apart, as `it 's`.
      !["'", "’"].contains(pieces.text(index - 1))
    else { return nil }
    let hasPoint = pieces.text(index + 1) == "."
    var isLettered: Bool {
      Self.lettered.contains(pieces.wordBefore(index)?.text.lowercased() ?? "")
    }
    // `Plan B. Next step.`, `He got a B. Then he left.`
    let isInitial =
      hasPoint && pieces[index]?.isCapitalized == true
      && pieces.wordAfter(index + 2)?.isCapitalized == true
      && !isLettered && !pieces.beginsSentence(index + 2)
    if isInitial { return Reading(letters: letter, count: 2, .acronyms) }
    switch letter {
    case "a", "i", "I", "o", "O": return nil
    case "A":
      let joined = ["&", "-", "/"].contains(pieces.text(index + 1)) && pieces.isWord(index + 2)
      guard isLettered || joined || pieces.isNumber(index + 1) else {
        return nil
      }
    default: break
    }
    return Reading(letters: letter, count: 1, .acronyms)
  }

  private static let lettered: Set<String> = [
    "class", "column", "grade", "group", "hepatitis", "level", "option", "plan", "point", "section",
    "series", "team", "type", "vitamin",
  ]

  private static func isVowel(_ byte: UInt8) -> Bool { "AEIOUY".utf8.contains(byte) }

  /// Whether this short word begins and ends with consonants with which eight words of CMUdict do, or a common word.
  private static func isPronounceable(_ letters: String) -> Bool {
    let isEdge = { (letter: UInt8) in !isVowel(letter) }
    let onset = String(decoding: letters.utf8.prefix(while: isEdge), as: UTF8.self)
    let coda = String(
      decoding: letters.utf8.reversed().prefix(while: isEdge).reversed(), as: UTF8.self)
    return (onset.utf8.count < 2 || onsets.contains(onset))
      && (coda.utf8.count < 2 || codas.contains(coda))
      && (letters.utf8.count < 4 || letters.utf8.contains(where: isEdge))
  }

  private static func set(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  private static let onsets = set(
    """
    BH BJ BL BR CH CHL CHR CL CR CZ DH DR DW DZ FL FR GH GL GN GR GW HR KH KL KN KR KV KW LL MR PF PFL PH PL PR PS PT
    QU RH SC SCH SCR SH SHR SK SL SM SN SP SPH SPL SPR SQ SR ST STR SV SW SZ TH THR TR TS TW VL VR WH WR ZH ZL ZW
    """)
  private static let codas = set(
    """
    BB BBS BS BST BT BTS CH CHS CHT CK CKS CS CT CTS CZ DD DDS DL DS DT DTH FF FFS FS FT FTH FTS GG GGS GH GHS
    GHT GN GNS GS GT HL HM HN HR HS KH KS LB LCH LD LDS LDT LF LK LKS LL LLS LM LMS LP LPH LPS LS LT LTH LTS LTZ
    LZ MB MBS MM MN MP MPF MPH MPS MPT MS NC NCH NCK NCT ND NDS NDT NG NGS NH NK NKS NN NNS NS NSK NST NT NTH
    NTS NTZ NX NZ PF PH PHS PP PPS PS PT PTH PTS RB RBS RC RCH RCK RD RDS RDT RF RFF RFS RG RGH RK RKS RL RLD
    RLS RM RMS RN RNS RP RPS RR RS RSH RST RT RTH RTS RTT RTZ RV RZ SCH SH SK SKS SM SMS SP SPS SS ST STS SZ TCH
    TH THM THS TS TT TTS TZ VS WD WDS WK WKS WL WLS WN WNS WS XT XTS ZZ
    """)

  /// Read as words, though short or hard.
  private static let words = set(
    """
    AIDS ASCII AWOL BASIC CERN COBOL COVID EPCOT FEMA FIFA GIF GUI HUD IKEA JAVA JPEG LASER LEGO LIDAR
    JSON MIDI NAFTA NASA NASDAQ NATO NAVY NERF NOAA OK OPEC OSHA PIN POTUS RADAR RAM REM ROM SAT SCOTUS SCUBA SIM
    SONAR SWAT TASER TED UEFA UNESCO UNICEF VAT WASP YAML YOLO ZIP
    """
  ).union(shortWords).union(sounds)
  /// Short words that a writer may set in capitals.
  private static let shortWords = set(
    """
    ACE ACT ADD AGE AGO AH AIR ALL AN AND ANY ARE ARM ART AS ASK AT ATE BAD BAG BAR BE BED BEE BET BIG BIT BOX BOY
    BUS BUT BUY BY CAN CAR CUP CUT DAD DAY DID DIE DO DOG DON DRY EAR EAT EGG END EYE FAR FAT FED FEW FIT FIX FLY FOR
    FUN GAS GET GO GOD GOT GUN GUY HAD HAS HE HER HEY HI HIM HIS HIT HOT HOW ICE IF ILL IN INK IS ITS JAM JOB JOY KEY
    KID LAW LAY LEG LET LIE LOT LOW MAD MAN MAP MAY MEN MET MIX MOM MY NEW NO NOR NOT NOW ODD OF OFF OH OIL OLD ON ONE
    OR OUR OUT OWE OWN PAY PEN PET PUT RAN RED RID RUN SAD SAW SAY SEA SEE SET SHE SIT SIX SKY SO SON SUN TAX TEA TEN
    THE TIE TO TOO TOP TRY TWO UP USE WAR WAS WAY WE WET WHY WIN WON YES YET YOU
    """)
  /// Sounds that are written without vowels.
  private static let sounds = set(
    "BRR BRRR GRR GRRR HMM HMMM MM MMM NTH PFFT PSST SH SHH SHHH TSK ZZZ")
  /// Read letter by letter, whatever stands around.
  private static let spelled = set(
    """
    AAA AAPI AARP ABC ACLU AFAIK AFC AI AKA AMA AOL API ATM BA BBC BMW CBS CEO CFO CIA CIO CNN CPA CPU CTO CV DIY DNA DOJ DUI DVD EEG EKG EMT EOD EPA ER ESL ESP ESPN ETA EU
    FAA FAQ FAQS FBI FCC FDA FDR FY FYI GDP GED GMT GOP GPA GPS GPU HBO HOA HIV HTML HTTP HTTPS IBM ICU IDE IEEE IMF IMO IOC IOU IP
    IPA IPO IQ IRA IRS ISBN ISO ISP IUD IV IVF JFK KGB LA LCD LED LGBT LLC LSD MBA MIT MLA MP MRI MTV NAACP NBA NBC NCAA NDA NEA
    NFL NGO NHL NIH NPR NSA NYC NYPD NYSE NYU OECD OMG OTC PBS PC PDF PHD PHP PTA PTO PTSD QA RNA ROI RPM RSVP SDK SEC SMS SOS SQL SSD SUV
    TBA TSA TV UAE UCLA UFC UFO UI UK UN UNC UPS URL USA USB USDA USPS USSR UTC UV UX VCR VIP VP WTO WWF  WWW XML YMCA
    """)
  /// Words too: read letter by letter only where the text around has small letters.
  private static let spelledAmongSmallLetters = set(
    "AD AM CE DC HR ID IM IT MS PA PE PM PR US WHO")
  /// With small letters in them.
  private static let mixed = [
    "NaCl": "NACL", "NaOH": "NAOH", "HCl": "HCL", "KCl": "KCL", "pH": "PH", "PhD": "PHD",
    "BSc": "BSC", "MSc": "MSC", "iOS": "IOS", "mRNA": "MRNA", "tRNA": "TRNA",
    "GmbH": "GMBH", "Ph.D": "PHD", "B.Sc": "BSC", "M.Sc": "MSC",
  ]
}
