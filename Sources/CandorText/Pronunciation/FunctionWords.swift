/// The function words of English, and numbers and verbs as common: few, more frequent than any others in running text,
/// and spelled like nothing else, so that a model which learns from all words alike errs on them (*of*, *is*, *have*).
///
/// From the CMU Pronouncing Dictionary, the pronunciations in its order.
package enum FunctionWords {
  /// Words in lower case and their pronunciations in ARPAbet with stress.
  package static let pronunciations: [(word: String, phones: [[String]])] = text.split(
    separator: "\n"
  ).map {
    line in
    let parts = line.split(separator: " ", maxSplits: 1)
    return (
      String(parts[0]),
      parts[1].split(separator: ",").map { $0.split(separator: " ").map(String.init) }
    )
  }

  private static let text = """
    a AH0, EY1
    about AH0 B AW1 T
    above AH0 B AH1 V
    across AH0 K R AO1 S
    after AE1 F T ER0
    again AH0 G EH1 N, AH0 G EY1 N
    against AH0 G EH1 N S T, AH0 G EY1 N S T
    ain't EY1 N T
    all AO1 L
    along AH0 L AO1 NG
    already AO0 L R EH1 D IY0, AO0 R EH1 D IY0
    also AO1 L S OW0
    although AO2 L DH OW1
    always AO1 L W EY2 Z, AO1 L W IY0 Z
    am AE1 M, EY1 EH1 M
    among AH0 M AH1 NG
    an AE1 N, AH0 N
    and AH0 N D, AE1 N D
    another AH0 N AH1 DH ER0
    any EH1 N IY0
    anybody EH1 N IY0 B AH0 D IY0
    anyone EH1 N IY0 W AH2 N, EH1 N IY0 W AH0 N
    anything EH1 N IY0 TH IH2 NG
    are AA1 R, ER0
    aren't AA1 R AH0 N T, AA1 R N T
    around ER0 AW1 N D, ER0 AW1 N
    as AE1 Z, EH1 Z
    at AE1 T
    be B IY1, B IY0
    because B IH0 K AO1 Z, B IH0 K AH1 Z, B IH0 K AA1 Z, B IH0 K AH0 Z
    been B IH1 N, B AH0 N, B IH0 N
    before B IH0 F AO1 R, B IY2 F AO1 R
    behind B IH0 HH AY1 N D
    being B IY1 IH0 NG
    below B IH0 L OW1, B IY0 L OW1
    beside B IH0 S AY1 D, B IY2 S AY1 D
    besides B IH0 S AY1 D Z, B IY2 S AY1 D Z
    between B IH0 T W IY1 N, B IY0 T W IY1 N
    beyond B IH0 AA1 N D, B IY2 AO1 N D, B IH0 AO1 N D
    both B OW1 TH
    but B AH1 T
    by B AY1
    came K EY1 M
    can K AE1 N, K AH0 N
    can't K AE1 N T
    cannot K AE1 N AA0 T, K AH0 N AA1 T
    come K AH1 M
    could K UH1 D
    couldn't K UH1 D AH0 N T, K UH1 D AH0 N
    despite D IH0 S P AY1 T
    did D IH1 D, D IH0 D
    didn't D IH1 D AH0 N T, D IH1 D N T, D IH1 D AH0 N, D IH1 N T
    do D UW1
    does D AH1 Z, D IH0 Z
    doesn't D AH1 Z AH0 N T, D AH1 Z AH0 N
    doing D UW1 IH0 NG
    don't D OW1 N T, D OW1 N
    done D AH1 N
    down D AW1 N
    during D UH1 R IH0 NG, D Y UH1 R IH0 NG, D ER1 IH0 NG
    each IY1 CH
    eight EY1 T
    either IY1 DH ER0, AY1 DH ER0
    enough IH0 N AH1 F, IY0 N AH1 F
    even IY1 V IH0 N
    ever EH1 V ER0
    every EH1 V ER0 IY0, EH1 V R IY0
    everybody EH1 V R IY0 B AA2 D IY0
    everyone EH1 V R IY0 W AH2 N
    everything EH1 V R IY0 TH IH2 NG
    except IH0 K S EH1 P T
    few F Y UW1
    five F AY1 V
    for F AO1 R, F ER0, F R ER0
    four F AO1 R
    from F R AH1 M
    get G EH1 T, G IH1 T
    go G OW1
    goes G OW1 Z
    got G AA1 T
    had HH AE1 D
    hadn't HH AE1 D AH0 N T, HH AE1 D AH0 N
    has HH AE1 Z, HH AH0 Z
    hasn't HH AE1 Z AH0 N T
    have HH AE1 V
    haven't HH AE1 V AH0 N T, HH AE1 V AH0 N
    having HH AE1 V IH0 NG
    he HH IY1
    he'd HH IY1 D
    he'll HH IY1 L
    he's HH IY1 Z
    her HH ER1, HH ER0
    here HH IY1 R
    here's HH IH1 R Z
    hers HH ER0 Z, HH ER1 Z
    herself HH ER0 S EH1 L F
    him HH IH1 M, IH0 M
    himself HH IH0 M S EH1 L F
    his HH IH1 Z, HH IH0 Z
    how HH AW1
    however HH AW2 EH1 V ER0
    i AY1
    i'd AY1 D
    i'll AY1 L
    i'm AY1 M, AH0 M
    i've AY1 V
    if IH1 F, IH0 F
    in IH0 N, IH1 N
    into IH1 N T UW0, IH0 N T UW1, IH0 N T AH0
    is IH1 Z, IH0 Z
    isn't IH1 Z AH0 N T, IH0 Z AH0 N T, IH1 Z AH0 N
    it IH1 T, IH0 T
    it'd IH1 T AH0 D
    it'll IH1 T AH0 L, IH1 T L
    it's IH1 T S, IH0 T S
    its IH1 T S, IH0 T S
    itself IH2 T S EH1 L F
    just JH AH1 S T, JH IH0 S T
    know N OW1
    least L IY1 S T
    less L EH1 S
    let's L EH1 T S
    like L AY1 K
    made M EY1 D
    make M EY1 K
    many M EH1 N IY0
    may M EY1
    maybe M EY1 B IY0
    me M IY1
    might M AY1 T
    mine M AY1 N
    more M AO1 R
    most M OW1 S T, M OW1 S
    much M AH1 CH
    must M AH1 S T
    mustn't M AH1 S AH0 N T
    my M AY1
    myself M AY2 S EH1 L F
    near N IH1 R
    neither N IY1 DH ER0, N AY1 DH ER0
    never N EH1 V ER0
    nine N AY1 N
    no N OW1
    nobody N OW1 B AA2 D IY2, N OW1 B AH0 D IY0
    none N AH1 N
    nor N AO1 R
    not N AA1 T
    nothing N AH1 TH IH0 NG
    now N AW1
    of AH1 V
    off AO1 F
    often AO1 F AH0 N, AO1 F T AH0 N
    ok OW1 K EY1
    on AA1 N, AO1 N
    once W AH1 N S
    one W AH1 N
    oneself W AH2 N S EH1 L F
    only OW1 N L IY0
    onto AA1 N T UW0, AO1 N T UW0
    or AO1 R, ER0
    other AH1 DH ER0
    others AH1 DH ER0 Z
    ought AO1 T
    our AW1 ER0, AW1 R, AA1 R
    ours AW1 ER0 Z, AA1 R Z, AW1 R Z
    ourselves AW0 ER0 S EH1 L V Z, AA0 R S EH1 L V Z
    out AW1 T
    over OW1 V ER0
    per P ER1
    perhaps P ER0 HH AE1 P S
    quite K W AY1 T
    rather R AE1 DH ER0, R AH1 DH ER0
    said S EH1 D
    saw S AO1
    say S EY1
    says S EH1 Z, S IH1 Z
    see S IY1
    seven S EH1 V AH0 N
    several S EH1 V R AH0 L, S EH1 V ER0 AH0 L
    shall SH AE1 L
    she SH IY1
    she'd SH IY1 D
    she'll SH IY1 L
    she's SH IY1 Z
    should SH UH1 D
    shouldn't SH UH1 D AH0 N T
    since S IH1 N S
    six S IH1 K S
    so S OW1
    some S AH1 M
    somebody S AH1 M B AA2 D IY0, S AH1 M B AH0 D IY2
    someone S AH1 M W AH2 N
    something S AH1 M TH IH0 NG
    still S T IH1 L
    such S AH1 CH
    take T EY1 K
    ten T EH1 N
    than DH AE1 N, DH AH0 N
    that DH AE1 T, DH AH0 T
    that's DH AE1 T S
    the DH AH0, DH AH1, DH IY0
    their DH EH1 R
    theirs DH EH1 R Z
    them DH EH1 M, DH AH0 M
    themselves DH EH0 M S EH1 L V Z, DH AH0 M S EH1 L V Z
    then DH EH1 N
    there DH EH1 R
    there's DH EH1 R Z
    these DH IY1 Z
    they DH EY1
    they'd DH EY1 D
    they'll DH EY1 L
    they're DH EH1 R
    they've DH EY1 V
    this DH IH1 S, DH IH0 S
    those DH OW1 Z
    though DH OW1
    three TH R IY1
    through TH R UW1
    throughout TH R UW0 AW1 T
    till T IH1 L
    to T UW1, T IH0, T AH0
    too T UW1
    took T UH1 K
    toward T AH0 W AO1 R D, T AO1 R D
    towards T AH0 W AO1 R D Z, T AO1 R D Z
    two T UW1
    under AH1 N D ER0
    unless AH0 N L EH1 S
    unlike AH0 N L AY1 K
    until AH0 N T IH1 L
    up AH1 P
    upon AH0 P AA1 N
    us AH1 S, Y UW2 EH1 S
    very V EH1 R IY0
    via V AY1 AH0, V IY1 AH0
    was W AA1 Z, W AH0 Z
    wasn't W AA1 Z AH0 N T, W AH1 Z AH0 N T
    we W IY1
    we'd W IY1 D
    we'll W IY1 L, W IH1 L
    we're W IY1 R, W IH1 R, W ER1
    we've W IY1 V
    were W ER1
    weren't W ER1 AH0 N T, W ER1 N T
    what W AH1 T, HH W AH1 T
    what's W AH1 T S, HH W AH1 T S
    whatever W AH2 T EH1 V ER0, HH W AH2 T EH1 V ER0
    when W EH1 N, HH W EH1 N, W IH1 N, HH W IH1 N
    whenever W EH0 N EH1 V ER0, HH W EH0 N EH1 V ER0
    where W EH1 R, HH W EH1 R
    whereas W EH0 R AE1 Z, HH W EH0 R AE1 Z
    wherever W EH0 R EH1 V ER0, HH W EH0 R EH1 V ER0
    whether W EH1 DH ER0, HH W EH1 DH ER0
    which W IH1 CH, HH W IH1 CH
    whichever W IH0 CH EH1 V ER0, HH W IH0 CH EH1 V ER0
    while W AY1 L, HH W AY1 L
    who HH UW1
    who's HH UW1 Z
    whoever HH UW0 EH1 V ER0
    whom HH UW1 M
    whose HH UW1 Z
    why W AY1, HH W AY1
    will W IH1 L, W AH0 L
    with W IH1 DH, W IH1 TH, W IH0 TH, W IH0 DH
    within W IH0 DH IH1 N, W IH0 TH IH1 N
    without W IH0 TH AW1 T, W IH0 DH AW1 T
    won't W OW1 N T
    would W UH1 D
    wouldn't W UH1 D AH0 N T
    yes Y EH1 S
    yet Y EH1 T
    you Y UW1
    you'd Y UW1 D, Y UH1 D
    you'll Y UW1 L
    you're Y UH1 R, Y UW1 R
    you've Y UW1 V
    your Y AO1 R, Y UH1 R
    yours Y UH1 R Z, Y AO1 R Z, Y ER0 Z
    yourself Y ER0 S EH1 L F, Y UH0 R S EH1 L F, Y AO1 R S EH0 L F
    yourselves Y UH0 R S EH1 L V Z, Y AO1 R S EH0 L V Z
    """
}
