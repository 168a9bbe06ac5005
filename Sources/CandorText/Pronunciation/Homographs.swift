/// English words that are said in more than one way, depending on what they mean.
public enum Homographs {
  /// One way to say a word.
  public struct Reading: Sendable, Hashable {
    /// The phones, in ARPAbet.
    public let phones: [String]
    /// When it is said so, such as `noun`.
    public let sense: String

    /// A way to say a word.
    public init(phones: [String], sense: String) {
      self.phones = phones
      self.sense = sense
    }
  }

  /// The ways to say a word, whatever its case; nil if it is not in the list.
  public static func readings(of word: String) -> [Reading]? { table[word.lowercased()] }

  /// The words of the list.
  public static var words: [String] { table.keys.sorted() }

  private static let table: [String: [Reading]] = {
    var table: [String: [Reading]] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ";").map { $0.split(separator: " ").map(String.init) }
      guard fields.count == 3, let word = fields[0].first else { continue }
      table[word, default: []].append(
        Reading(phones: fields[1], sense: fields[2].joined(separator: " ")))
    }
    return table
  }()

  private static let text = """
    abuse;AH0 B Y UW1 Z;verb
    abuse;AH0 B Y UW1 S;noun
    attribute;AH0 T R IH1 B Y UW0 T;verb
    attribute;AE1 T R AH0 B Y UW2 T;noun
    bass;B EY1 S;music
    bass;B AE1 S;fish
    bow;B OW1;for arrows, or a knot
    bow;B AW1;to bend, or of a ship
    close;K L OW1 Z;verb
    close;K L OW1 S;near
    conduct;K AH0 N D AH1 K T;verb
    conduct;K AA1 N D AH0 K T;noun
    conflict;K AH0 N F L IH1 K T;verb
    conflict;K AA1 N F L IH0 K T;noun
    content;K AA1 N T EH0 N T;what is inside
    content;K AH0 N T EH1 N T;satisfied
    contest;K AH0 N T EH1 S T;verb
    contest;K AA1 N T EH0 S T;noun
    contract;K AH0 N T R AE1 K T;verb
    contract;K AA1 N T R AE2 K T;noun
    contrast;K AH0 N T R AE1 S T;verb
    contrast;K AA1 N T R AE0 S T;noun
    convict;K AH0 N V IH1 K T;verb
    convict;K AA1 N V IH0 K T;noun
    desert;D EH1 Z ER0 T;noun
    desert;D IH0 Z ER1 T;verb
    digest;D AY0 JH EH1 S T;verb
    digest;D AY1 JH EH0 S T;noun
    does;D AH1 Z;verb
    does;D OW1 Z;more than one doe
    dove;D AH1 V;bird
    dove;D OW1 V;past tense of dive
    estimate;EH1 S T AH0 M EY2 T;verb
    estimate;EH1 S T AH0 M AH0 T;noun
    excuse;IH0 K S K Y UW1 Z;verb
    excuse;IH0 K S K Y UW1 S;noun
    export;IH0 K S P AO1 R T;verb
    export;EH1 K S P AO0 R T;noun
    graduate;G R AE1 JH AH0 W EY2 T;verb
    graduate;G R AE1 JH AH0 W AH0 T;noun
    house;HH AW1 S;noun
    house;HH AW1 Z;verb
    import;IH0 M P AO1 R T;verb
    import;IH1 M P AO0 R T;noun
    increase;IH0 N K R IY1 S;verb
    increase;IH1 N K R IY2 S;noun
    insult;IH0 N S AH1 L T;verb
    insult;IH1 N S AH2 L T;noun
    intimate;IH1 N T AH0 M AH0 T;adjective
    intimate;IH1 N T AH0 M EY2 T;verb
    invalid;IH0 N V AE1 L AH0 D;not valid
    invalid;IH1 N V AH0 L AH0 D;person
    lead;L IY1 D;verb
    lead;L EH1 D;metal
    live;L IH1 V;verb
    live;L AY1 V;adjective
    lives;L AY1 V Z;noun
    lives;L IH1 V Z;verb
    minute;M IH1 N AH0 T;of time
    minute;M AY0 N UW1 T;tiny
    moderate;M AA1 D ER0 AH0 T;adjective
    moderate;M AA1 D ER0 EY2 T;verb
    moped;M OW1 P EH2 D;vehicle
    moped;M OW1 P T;past tense of mope
    object;AA1 B JH EH0 K T;noun
    object;AH0 B JH EH1 K T;verb
    perfect;P ER1 F IH2 K T;adjective
    perfect;P ER0 F EH1 K T;verb
    permit;P ER0 M IH1 T;verb
    permit;P ER1 M IH2 T;noun
    polish;P AA1 L IH0 SH;to make shine
    polish;P OW1 L IH0 SH;of Poland
    present;P R EH1 Z AH0 N T;noun or adjective
    present;P R IY0 Z EH1 N T;verb
    produce;P R AH0 D UW1 S;verb
    produce;P R OW1 D UW0 S;noun
    progress;P R AA1 G R EH2 S;noun
    progress;P R AH0 G R EH1 S;verb
    project;P R AA1 JH EH0 K T;noun
    project;P R AH0 JH EH1 K T;verb
    protest;P R OW1 T EH2 S T;noun
    protest;P R AH0 T EH1 S T;verb
    read;R IY1 D;present tense
    read;R EH1 D;past tense
    rebel;R EH1 B AH0 L;noun
    rebel;R IH0 B EH1 L;verb
    record;R EH1 K ER0 D;noun
    record;R IH0 K AO1 R D;verb
    refuse;R AH0 F Y UW1 Z;verb
    refuse;R EH1 F Y UW2 Z;waste
    reject;R IH0 JH EH1 K T;verb
    reject;R IY1 JH EH0 K T;noun
    resume;R IH0 Z UW1 M;verb
    resume;R EH1 Z AH0 M EY2;noun
    row;R OW1;line, or with oars
    row;R AW1;quarrel
    separate;S EH1 P ER0 AH0 T;adjective
    separate;S EH1 P ER0 EY2 T;verb
    sewer;S UW1 ER0;drain
    sewer;S OW1 ER0;who sews
    sow;S OW1;to seed
    sow;S AW1;pig
    subject;S AH1 B JH IH0 K T;noun
    subject;S AH0 B JH EH1 K T;verb
    suspect;S AH0 S P EH1 K T;verb
    suspect;S AH1 S P EH2 K T;noun
    tear;T EH1 R;to rip
    tear;T IH1 R;of the eye
    transport;T R AE0 N S P AO1 R T;verb
    transport;T R AE1 N S P AO0 R T;noun
    use;Y UW1 Z;verb
    use;Y UW1 S;noun
    wind;W IH1 N D;moving air
    wind;W AY1 N D;to turn
    wound;W UW1 N D;injury
    wound;W AW1 N D;past tense of wind
    """
}
