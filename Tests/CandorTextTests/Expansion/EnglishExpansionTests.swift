import CandorText
import Testing

/// What people write, and how it is spoken.
@Suite struct EnglishExpansionTests {
  private static let expand = TextExpander(locale: "en")

  private func check(_ table: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for line in table.split(separator: "\n") {
      guard let arrow = line.range(of: " => ") else {
        Issue.record("no arrow in \(line)", sourceLocation: sourceLocation)
        continue
      }
      let text = String(line[..<arrow.lowerBound])
      let expected = String(line[arrow.upperBound...])
      #expect(Self.expand.text(text) == expected, "\(text)", sourceLocation: sourceLocation)
    }
  }

  @Test func numbers() {
    check(
      """
      0 => zero
      7 => seven
      42 apples => forty two apples
      100 => one hundred
      115 => one hundred fifteen
      1,000 => one thousand
      1,234,567 => one million two hundred thirty four thousand five hundred sixty seven
      999,999,999,999 => nine hundred ninety nine billion nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine
      12,34,567 => one million two hundred thirty four thousand five hundred sixty seven
      3.14 => three point one four
      0.05 => zero point zero five
      1.50 => one point five zero
      .5 => point five
      -5 => minus five
      −5 => minus five
      +5 => plus five
      ±2 => plus or minus two
      ~5 => about five
      007 => zero zero seven
      10-20 people => ten to twenty people
      10–20 people => ten to twenty people
      a 3-2 win => a three to two win
      odds of 3:1 => odds of three to one
      555-1234 => five five five one two three four
      (555) 123-4567 => five five five one two three four five six seven
      1.2.3 => one point two point three
      1,2,3 => one two three
      version 2.0 => version two point zero
      ٤٢ => forty two
      COVID-19 => COVID-nineteen
      the F-16 => the F-sixteen
      a 5-year-old => a five-year-old
      45.1M shares => forty five point one million shares
      3bn people => three billion people
      3M => three M
      call 1-800-555-1234 => call one eight zero zero five five five one two three four
      room 101B => room one hundred one B
      """)
  }

  @Test func ordinals() {
    check(
      """
      1st => first
      2nd => second
      3rd => third
      the 21st century => the twenty first century
      100th => one hundredth
      1,000th => one thousandth
      the 42ND street => the forty second street
      """)
  }

  @Test func years() {
    check(
      """
      in 1984 => in nineteen eighty four
      in 1905 => in nineteen oh five
      in 1900 => in nineteen hundred
      in 2000 => in two thousand
      in 2005 => in two thousand five
      in 2019 => in twenty nineteen
      since 1066 => since ten sixty six
      1905 people => one thousand nine hundred five people
      1500 votes => one thousand five hundred votes
      the 2019 elections => the twenty nineteen elections
      1914-1918 => nineteen fourteen to nineteen eighteen
      1914–18 => nineteen fourteen to eighteen
      2001-05 => two thousand one to oh five
      the 1990s => the nineteen nineties
      the 90s => the nineties
      the '60s => the sixties
      the 1800s => the eighteen hundreds
      the 1960's => the nineteen sixties
      the class of '98 => the class of ninety eight
      summer of '09 => summer of oh nine
      1,984 => one thousand nine hundred eighty four
      """)
  }

  @Test func dates() {
    check(
      """
      June 5 => June fifth
      June 5, 2019 => June fifth twenty nineteen
      Jan. 5, 2019 => January fifth twenty nineteen
      Sept 11 => September eleventh
      June 5th => June fifth
      June 5-7 => June fifth to seventh
      5 June 2019 => the fifth of June twenty nineteen
      on the 5 June => on the fifth of June
      the 5th of June => the fifth of June
      2019-06-05 => June fifth twenty nineteen
      6/5/2019 => June fifth twenty nineteen
      12-31-1999 => December thirty first nineteen ninety nine
      June 2019 => June twenty nineteen
      Dec. 1999 => December nineteen ninety nine
      you may 5 => you may five
      """)
    #expect(TextExpander(locale: "en-GB").text("6/5/2019") == "the sixth of May twenty nineteen")
  }

  @Test func times() {
    check(
      """
      3:30 => three thirty
      3:05 => three oh five
      3:00 => three o'clock
      15:00 => fifteen hundred
      15:45 => fifteen forty five
      0:15 => zero fifteen
      00:00 => midnight
      3:30 p.m. => three thirty P M.
      at 5 p.m. sharp => at five P M sharp
      5 PM => five P M
      3am => three A M
      3:30pm today => three thirty P M today
      12:00 a.m. => twelve A M.
      10:30:15 => ten thirty and fifteen seconds
      4:60 => four to sixty
      """)
  }

  @Test func currency() {
    check(
      """
      $5 => five dollars
      $1 => one dollar
      $5.50 => five dollars and fifty cents
      $5.00 => five dollars
      $1.01 => one dollar and one cent
      $0.99 => ninety nine cents
      $5.5 => five point five dollars
      $1,000.50 => one thousand dollars and fifty cents
      $1.5 million => one point five million dollars
      $3bn => three billion dollars
      $10k => ten thousand dollars
      -$5 => minus five dollars
      $20/hr => twenty dollars per hour
      $9.99/month => nine dollars and ninety nine cents per month
      $-5.50 => minus five dollars and fifty cents
      $5,50 => five dollars and fifty cents
      €1.234,56 => one thousand two hundred thirty four euros and fifty six cents
      0,99 € => ninety nine cents
      €1,5 million => one point five million euros
      $5,500 => five thousand five hundred dollars
      $5-10 => five to ten dollars
      $5-$10 => five to ten dollars
      a $5 bill => a five dollar bill
      a $1.5 million deal => a one point five million dollar deal
      £20 => twenty pounds
      £1 => one pound
      £1.01 => one pound and one penny
      £1.50 => one pound and fifty pence
      €20 => twenty euros
      20 € => twenty euros
      20€ => twenty euros
      ¥500 => five hundred yen
      ₹99 => ninety nine rupees
      50¢ => fifty cents
      US$5 => five U S dollars
      C$5 => five Canadian dollars
      100 USD => one hundred U S dollars
      EUR 20 => twenty euros
      £3m => three million pounds
      $ => $
      """)
  }

  @Test func percentagesAndFractions() {
    check(
      """
      10% => ten percent
      12.5% => twelve point five percent
      10-20% => ten to twenty percent
      5 % => five percent
      -3% => minus three percent
      5‰ => five per mille
      % => percent
      1/2 => one half
      3/4 => three quarters
      2/3 => two thirds
      5/8 => five eighths
      1 1/2 => one and a half
      2½ cups => two and a half cups
      3 1/4 => three and a quarter
      ½ => one half
      ¾ mile => three quarters mile
      24/7 => twenty four seven
      9/11 => nine eleven
      50/50 => fifty fifty
      """)
  }

  @Test func units() {
    check(
      """
      5kg => five kilograms
      1 kg => one kilogram
      1.0 km => one point zero kilometers
      60 mph => sixty miles per hour
      100 km/h => one hundred kilometers per hour
      9.8 m/s => nine point eight meters per second
      -3 °C => minus three degrees Celsius
      72°F => seventy two degrees Fahrenheit
      45° => forty five degrees
      3/4 in => three quarters in
      6in => six inches
      5'10" => five feet ten inches
      6′ 2″ => six feet two inches
      10 lbs => ten pounds
      1 lb. of tea => one pound of tea
      16 GB => sixteen gigabytes
      2.4GHz => two point four gigahertz
      100 m² => one hundred square meters
      5 ft => five feet
      5 ft 3 in tall => five feet three inches tall
      5 ft. 1 in => five feet one inch
      3 in 4 => three in four
      after 5 losses 3 in a row => after five losses three in a row
      a 5kg bag => a five kilogram bag
      10ms => ten milliseconds
      2 hrs => two hours
      5-10 km => five to ten kilometers
      100W => one hundred watts
      5 in a row => five in a row
      60s => sixties
      45s => forty five seconds
      5 mg/dL => five milligrams per deciliter
      7.9 g/cm³ => seven point nine grams per cubic centimeter
      40°26′46″N 79° 1′ W => forty degrees twenty six minutes forty six seconds north seventy nine degrees one minute west
      20° and 5 => twenty degrees and five
      1⁄2 cup => one half cup
      1 3⁄4 cups => one and three quarters cups
      5⁄0 => five zero
      3x faster => three times faster
      a 10x engineer => a ten X engineer
      It took 10:00:00. => It took ten o'clock.
      12:00:15 => twelve oh oh and fifteen seconds
      It cost $1.5 M. => It cost one point five million dollars.
      the £20 note => the twenty pound note
      10M users => ten million users
      2M+ users => two million plus users
      the 100M dash => the one hundred M dash
      """)
  }

  @Test func abbreviations() {
    check(
      """
      Dr. Smith => Doctor Smith
      Dr Smith => Doctor Smith
      Ocean Dr. => Ocean Drive.
      St. Paul => Saint Paul
      Main St. is long => Main Street is long
      St. Paul St. => Saint Paul Street.
      Mr. Jones => Mister Jones
      Mrs. Jones => Missus Jones
      Ms. Jones => Miz Jones
      Prof. Jones => Professor Jones
      Gen. Lee => General Lee
      Mt. Everest => Mount Everest
      Ft. Worth => Fort Worth
      John Smith Jr. left => John Smith Junior left
      Acme Inc. sold => Acme Incorporated sold
      e.g. cats => for example cats
      i.e. cats => that is cats
      cats, etc. => cats, et cetera.
      cats etc. and dogs => cats et cetera and dogs
      cats vs. dogs => cats versus dogs
      approx. 5 => approximately five
      No. 5 => number five
      no. => no.
      Fig. 3 => figure three
      vol. 2, pp. 3-5 => volume two, pages three to five
      Fifth Ave. is long => Fifth Avenue is long
      w/ milk => with milk
      w/o milk => without milk
      max. 5 => maximum five
      9 a.m. EST. => nine A M E S T.
      rock 'n' roll => rock 'and' roll
      in WWII => in World War Two
      I saw Max. => I saw Max.
      They wed. => They wed.
      Jan. => Jan.
      Feb. 29 => February twenty ninth
      """)
  }

  @Test func acronyms() {
    check(
      """
      the FBI => the F B I
      100s of people => hundreds of people
      10s of thousands => tens of thousands
      in the 100s => in the one hundreds
      1s and 0s => ones and zeros
      waited 100s => waited one hundred seconds
      9 a.m.-5 p.m. => nine A M to five P M.
      10 a.m. – 4 p.m. => ten A M to four P M.
      9:30 - 10:30 => nine thirty to ten thirty
      1990 - 1995 => nineteen ninety to nineteen ninety five
      pages 10 - 20 => pages ten to twenty
      10 - 20 => ten minus twenty
      at 00:00 => at midnight
      x² + y² = z² => X squared plus Y squared equals Z squared
      123 W. 42nd St., New York => one hundred twenty three West forty second Street, New York
      on 5th St. near => on fifth Street near
      10 Oak St. Apt. 5 => ten Oak Street apartment five
      5 W. The lamp => five watts. The lamp
      St. Paul => Saint Paul
      the CIA and the NSA => the C I A and the N S A
      NASA launched => NASA launched
      UNESCO said => UNESCO said
      the U.S. Army => the U S Army
      U.S.A. => U S A.
      J. R. R. Tolkien => J R R Tolkien
      J.R.R. Tolkien => J R R Tolkien
      George W. Bush => George W Bush
      a PhD student => a P H D student
      DVDs => D V D's
      the FBI's agents => the F B I's agents
      HTML => H T M L
      MP3 => M P three
      H2O => H two O
      3D => three D
      B2B => B two B
      the US economy => the U S economy
      tell us => tell us
      the WHO said => the W H O said
      LOUIS XIV AND HENRY VIII => LOUIS the fourteenth AND HENRY the eighth
      WHO SAID THAT => WHO SAID THAT
      STOP THE PRESS => STOP THE PRESS
      AUTUMN => AUTUMN
      JOHN DOUBTS THE DEBT => JOHN DOUBTS THE DEBT
      LIGHTS AND GROWTH AMIDST ASTHMA => LIGHTS AND GROWTH AMIDST ASTHMA
      the AUTUMN in a BENZ => the AUTUMN in a BENZ
      HMM => HMM
      USMC => U S M C
      the LAPD => the L A P D
      the IAEA => the I A E A
      CMOS => C M O S
      this AND that => this AND that
      I NEVER said => I NEVER said
      the IEEE => the I E E E
      AT&T => A T and T
      Plan B => Plan B
      vitamin A => vitamin A
      A cat => A cat
      x is => X is
      it 's the dog 's => it 's the dog 's
      """)
  }

  @Test func romanNumeralsAndSymbols() {
    check(
      """
      Henry VIII => Henry the eighth
      Elizabeth II => Elizabeth the second
      World War II => World War two
      Chapter IV => Chapter four
      Part I => Part one
      Rocky III => Rocky three
      Malcolm X => Malcolm X
      you and I => you and I
      salt & pepper => salt and pepper
      2+2=4 => two plus two equals four
      5 - 3 => five minus three
      5 × 3 => five times three
      4x4 => four by four
      #1 => number one
      >5 => greater than five
      <5 => less than five
      example.com => example dot com
      www.example.org => W W W dot example dot org
      me@example.com => me at example dot com
      § 5 => section five
      """)
  }

  @Test func running() {
    check(
      """
      The U.S. economy grew 2.3% in Q3 2023, while the EU's GDP fell. => The U S economy grew two point three percent in Q three twenty twenty three, while the E U's G D P fell.
      "I'm 6'2" tall," said J.K. Rowling's son on Nov. 3rd. => "I'm six feet two inches tall," said J K Rowling's son on November third.
      It's 10:05 on 12/25/2020; I've got 3½ hrs & $20k left. => It's ten oh five on December twenty fifth twenty twenty; I've got three and a half hours and twenty thousand dollars left.
      The CEO met Dr. Who at 221B Baker St., London. => The C E O met Doctor Who at two hundred twenty one B Baker Street, London.
      Mix 1/2 cup, 2 tsp salt, and 1 lb. beef at 350 °F for 45 min. => Mix one half cup, two teaspoons salt, and one pound beef at three hundred fifty degrees Fahrenheit for forty five minutes.
      St. John's, No. 10 Downing St. & Mt. St. Helens => Saint John's, number ten Downing Street and Mount Saint Helens
      $1,234.89 is approx. €1.1m / £0.95m. => one thousand two hundred thirty four dollars and eighty nine cents is approximately one point one million euros / zero point nine five million pounds.
      In the year 2000, 2001 people read 1984 in 1984. => In the year two thousand, two thousand one people read nineteen eighty four in nineteen eighty four.
      Dr. Smith paid $5.50 on Jan. 5, 1984. => Doctor Smith paid five dollars and fifty cents on January fifth nineteen eighty four.
      He arrived at 5 p.m. He left at 6 a.m. => He arrived at five P M. He left at six A M.
      It rose 3.5% to $1.2 billion in 2021. => It rose three point five percent to one point two billion dollars in twenty twenty one.
      At 3:30 p.m., the 5km race began. => At three thirty P M, the five kilometers race began.
      Don't panic; it's only the 2nd of 10. => Don't panic; it's only the second of ten.
      NASA and the FBI don't mix. => NASA and the F B I don't mix.
      Well-known facts => Well-known facts
      “Quoted,” she said… => “Quoted,” she said…
      the dogs' owner => the dogs' owner
      """)
  }

  @Test func eachRuleCanBeSwitchedOff() throws {
    let text = "Dr. X paid $5 for 3 kg on the 2nd, in 1984, 10%, 1/2, FBI & Henry VIII at 3:30."
    func expanded(_ rules: String) throws -> String {
      TextExpander(locale: "en", rules: try ExpansionRule.list(rules)).text(text)
    }
    #expect(try expanded("none") == text)
    #expect(try expanded("abbreviations").hasPrefix("Doctor X paid $5"))
    #expect(try expanded("currency").contains("paid five dollars for 3 kg on the 2nd, in 1984"))
    #expect(try expanded("units").contains("$5 for three kilograms on"))
    #expect(try expanded("ordinals").contains("the second, in 1984"))
    #expect(try expanded("years").contains("in nineteen eighty four, 10%"))
    #expect(try expanded("percentages").contains("ten percent, 1/2"))
    #expect(try expanded("fractions").contains("10%, one half"))
    #expect(try expanded("acronyms").contains("F B I & Henry"))
    #expect(try expanded("symbols").contains("FBI and Henry VIII"))
    #expect(try expanded("roman").contains("Henry the eighth at 3:30"))
    #expect(try expanded("times").hasSuffix("at three thirty."))
    #expect(try expanded("numbers").contains("in one thousand nine hundred eighty four"))
    #expect(try ExpansionRule.list("all") == Set(ExpansionRule.allCases))
    #expect(throws: ExpansionRule.Unknown.self) { try ExpansionRule.list("numbers,colour") }
    #expect(throws: ExpansionRule.Unknown.self) { try ExpansionRule.list("") }
  }

  @Test func rangesOfMeasures() {
    check(
      """
      15%-20% => fifteen percent to twenty percent
      5.25%–5.50% => five point two five percent to five point five zero percent
      $10m-$15m => ten million dollars to fifteen million dollars
      10°C–15°C => ten degrees Celsius to fifteen degrees Celsius
      5kg-10kg => five kilograms to ten kilograms
      9am-5pm => nine A M to five P M
      4:00-5:00 => four o'clock to five o'clock
      Matthew 5:3-12 => Matthew five three to twelve
      -5°C to -10°C => minus five degrees Celsius to minus ten degrees Celsius
      5 kg-10 kg => five kilograms to ten kilograms
      5MB-10MB => five megabytes to ten megabytes
      $5 million-$10 million => five million dollars to ten million dollars
      5:30-7 pm => five thirty to seven P M
      John 3:16-17 => John three sixteen to seventeen
      """)
  }

  @Test func codesAreNoMeasures() {
    check(
      """
      H1N1 => H one N one
      W3C => W three C
      F-35A jets => F-thirty five A jets
      x86-64 => X eighty six-sixty four
      i7-9700K => i seven-nine thousand seven hundred K
      CVE-2023-12345 => C V E-two thousand twenty three-twelve thousand three hundred forty five
      Airbus A380-800 => Airbus A three hundred eighty-eight hundred
      i7-9700F => i seven-nine thousand seven hundred F
      call 9-1-1 now => call nine one one now
      SSN 123-45-6789 => S S N one two three four five six seven eight nine
      ISBN 978-3-16-148410-0 => I S B N nine seven eight three one six one four eight four one zero zero
      020 7946 0958 => zero two zero seven nine four six zero nine five eight
      1920x1080@60Hz => nineteen twenty by one thousand eighty at sixty hertz
      Boeing 747s => Boeing seven hundred forty sevens
      MP3s and B-52s => M P threes and B-fifty twos
      the 1s and 0s => the ones and zeros
      9.58s and 45s => nine point five eight seconds and forty five seconds
      Wait 100s and retry. => Wait one hundred seconds and retry.
      between 1s and 2s => between one second and two seconds
      the mid-1990s => the mid-nineteen nineties
      sub-5kg bags => sub-five kilograms bags
      the team went 10-4-2 => the team went ten four two
      a 10-15-20% discount => a ten fifteen twenty percent discount
      Agent 007 300 days later => Agent zero zero seven three hundred days later
      """)
  }

  @Test func measuresAndMoneyAsAdjectives() {
    check(
      """
      a 1/2-inch pipe => a one half-inch pipe
      1/10th => one tenth
      100ths => one hundredths
      5 ft. 10 in. tall => five feet ten inches tall
      a 220-lb. man => a two hundred twenty pound man
      a 100-m dash => a one hundred meter dash
      12 GB/s => twelve gigabytes per second
      a $1.5-billion loan => a one point five billion dollar loan
      a $5-million-a-year deal => a five million dollar-a-year deal
      the $5 bill => the five dollar bill
      a 3-year, $15.5M deal => a three-year, fifteen point five million dollar deal
      $.50 => fifty cents
      1.5m people => one point five million people
      1.5m across => one point five meters across
      1.5m towards us => one point five meters towards us
      a list of 1024 items => a list of one thousand twenty four items
      FY2022 => F Y twenty twenty two
      5.30pm => five thirty P M
      """)
  }

  @Test func pointsOfAbbreviationsAndOfSentences() {
    check(
      """
      the Wall St. Journal => the Wall Street Journal
      at 10 Downing St. The prime minister => at ten Downing Street. The prime minister
      on Oak Dr. He left => on Oak Drive. He left
      the 1980 Mount St. Helens eruption => the nineteen eighty Mount Saint Helens eruption
      In 2009 President Dr. Smith => In two thousand nine President Doctor Smith
      Did you? No. I hated it. => Did you? No. I hated it.
      She loves art. I do too. => She loves art. I do too.
      in 5 sec. I was not => in five seconds. I was not
      See Part v. The rest is easy. => See Part V. The rest is easy.
      the U.S. No. 1 player => the U S number one player
      in the U.S. He left => in the U S. He left
      Smith Bros. Inc. sold => Smith Brothers Incorporated sold
      10 a.m. Monday => ten A M Monday
      Pennsylvania Ave. NW is => Pennsylvania Avenue N W is
      Ph.D. students => P H D students
      Roe v. Wade => Roe versus Wade
      Louis XIV's palace => Louis the fourteenth's palace
      World War II's end => World War two's end
      Vol. II => volume two
      Super Bowl LVI => Super Bowl fifty six
      C# and node.js => C sharp and node dot J S
      """)
  }

  @Test func powers() {
    check(
      """
      x² + y² => X squared plus Y squared
      10³ and 10^3 => ten cubed and ten cubed
      6.02×10²³ => six point zero two times ten to the power of twenty three
      10⁻³, 10^-6 => ten to the power of minus three, ten to the power of minus six
      (a+b)² => (a plus B) squared
      a room of 5 m² => a room of five square meters
      as others² found => as others² found
      2^ and ^2 and 2^1.5 => two^ and ^two and two^one point five
      10^9999999999999999999 => ten to the power of nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine nine
      """)
  }

  @Test func wordsOfOwnLexiconsAreLeftAlone() throws {
    var lexicon = LayeredLexicon()
    let text =
      "MP3 EH1 M P IY2\nFBI F IH1 B\nDr. D R AY1 V\ne-mail IY1\nAT&T EY1\nC++ S IY1\nrock-n-roll R AA1 K\n.NET N EH1 T\n"
    try lexicon.append(
      PronunciationReader(lines: LineReader(bytes: Array(text.utf8), name: "own")), name: "own")
    let expand = TextExpander(locale: "en", lexicon: lexicon)
    #expect(expand.text("the FBI and CIA, MP3 and MP4") == "the FBI and C I A, MP3 and M P four")
    #expect(expand("Dr. X").first?.text == "Dr.")
    #expect(expand.text("an e-mail, an x-ray") == "an e-mail, an X-ray")
    let symbols = "AT&T, C++, rock-n-roll and .NET; rock and AT"
    #expect(
      expand(symbols).filter(\.isSpoken).map(\.text)
        == ["AT&T", "C++", "rock-n-roll", "and", ".NET", "rock", "and", "AT"])

    // Words with spaces, where a lexicon has some.
    try lexicon.append(
      PronunciationReader(
        lines: LineReader(
          bytes: Array("New York\tN UW1\nLos Angeles\tL AO1\n".utf8), name: "places")),
      name: "places")
    let phrases = TextExpander(locale: "en", lexicon: lexicon)
    #expect(
      phrases("in New York City, New Yorkers").filter(\.isSpoken).map(\.text)
        == ["in", "New York", "City", "New", "Yorkers"])
  }

  @Test func addresses() {
    check(
      """
      Springfield, IL 62704 => Springfield, Illinois six two seven zero four
      New York, NY 10118-0110 => New York, New York one zero one one eight zero one one zero
      Washington, DC 20500 => Washington, D C two zero five zero zero
      Boston, MA 02139 => Boston, Massachusetts zero two one three nine
      Austin, TX and Portland, OR are towns => Austin, Texas and Portland, Oregon are towns
      my zip is 90210 => my zip is nine zero two one zero
      ZIP code 90210 => ZIP code nine zero two one zero
      Sure, OK then => Sure, OK then
      an MRI, CT scans => an M R I, C T scans
      Jane Doe, MD is here => Jane Doe, M D is here
      Reading, PA 10000 books => Reading, P A ten thousand books
      SOLD IN 12345 => SOLD IN twelve thousand three hundred forty five
      Apt 12, Rm. 5, Ste. 100 => apartment twelve, room five, suite one hundred
      5th Ave. and 42nd St. => fifth Avenue and forty second Street.
      Ask Dr. I. Smith. => Ask Doctor I Smith.
      """)
  }

  @Test func telephones() {
    check(
      """
      555.123.4567 => five five five one two three four five six seven
      +44 20 7946 0958 => plus four four two zero seven nine four six zero nine five eight
      +1 (212) 555-1234 => plus one two one two five five five one two three four
      +442079460958 => plus four four two zero seven nine four six zero nine five eight
      +20 points => plus twenty points
      call 911 now => call nine one one now
      a 911 operator => a nine one one operator
      a Porsche 911 => a Porsche nine hundred eleven
      555-1234 x22 => five five five one two three four extension twenty two
      2024-03-15 => March fifteenth twenty twenty four
      the 10-4-2 team => the ten four two team
      """)
  }

  @Test func daysAndRanges() {
    check(
      """
      Mon-Fri => Monday to Friday
      Mon.–Fri. 9:00am-5:00pm => Monday to Friday nine A M to five P M
      Monday-Friday => Monday to Friday
      Jan-Mar and Jan.-Mar. => January to March and January to March.
      9:00 AM - 5:00 PM => nine A M to five P M
      9–11am => nine to eleven A M
      noon-1pm and 10am-noon => noon to one P M and ten A M to noon
      on Sat. at noon => on Saturday at noon
      Fri., Sat., Sun. => Friday, Saturday, Sunday.
      He sat. Sun. => He sat. Sun.
      Thurs. Oct. 3rd => Thursday October third
      Sun-Times => Sun-Times
      May-Britt => May-Britt
      13-Oct-2023 => the thirteenth of October twenty twenty three
      10/2023 => October twenty twenty three
      8/15/47 => August fifteenth forty seven
      1/2/03 => January second oh three
      13/15/47 => thirteen/fifteen/forty seven
      in 2100 and by 2150 => in twenty one hundred and by twenty one fifty
      2100 => two thousand one hundred
      """)
  }

  @Test func lengths() {
    check(
      """
      a 12" record => a twelve inch record
      12" vinyl and a 3' rope => twelve inch vinyl and a three foot rope
      8.5" x 11" => eight point five inches by eleven inches
      4'x8' => four feet by eight feet
      5/8" bolts => five eighths inch bolts
      he is 6'. => he is six feet.
      6' tall => six feet tall
      He said "I am 12" and left => He said "I am twelve" and left
      "a 12" record" => "a twelve" record"
      “page 12” => “page twelve”
      5 in. x 7 in. photo => five inches by seven inches photo
      9×13-inch => nine by thirteen-inch
      3 × 4 = 12 => three times four equals twelve
      3 x 4 = 12 => three times four equals twelve
      540 sq. ft. of => five hundred forty square feet of
      5 cu ft => five cubic feet
      25 mi/gal => twenty five miles per gallon
      a 60-W bulb => a sixty watt bulb
      40°N, 74° W => forty degrees north, seventy four degrees west
      40°26'46"N => forty degrees twenty six minutes forty six seconds north
      3 Tbsp butter, 2 qt. milk => three tablespoons butter, two quarts milk
      up 25 bps => up twenty five basis points
      $1/lb., cheap => one dollar per pound, cheap
      1-1/2 cups => one and a half cups
      pages 1-2 => pages one to two
      a 50-50 chance => a fifty fifty chance
      the 80-20 rule => the eighty twenty rule
      won 60-40 => won sixty to forty
      """)
  }

  @Test func formulas() {
    check(
      """
      H₂O and CO₂ => H two O and C O two
      H2SO4, Fe2O3, CaCO3 => H two S O four, F E two O three, C A C O three
      C6H12O6 => C six H twelve O six
      N₂ and NaCl => N two and N A C L
      BUS5 => BUS five
      No5 => No five
      1e-5 and 1.5e6 => one times ten to the power of minus five and one point five times ten to the power of six
      room 1E5 => room one E five
      a ≠ b => a is not B
      √16 => the square root of sixteen
      2π and β = 10 => two pi and beta equals ten
      ~$5 => about five dollars
      №5 => number five
      """)
  }

  @Test func verses() {
    check(
      """
      Psalm 23:1 => Psalm twenty three one
      1 Corinthians 13:4-7 => first Corinthians thirteen four to seven
      Genesis 2:4 => Genesis two four
      a ratio of 2:1 => a ratio of two to one
      1 Peter => one Peter
      """)
  }

  @Test func addressesOfTheWeb() {
    check(
      """
      https://www.example.com/news/today => H T T P S://W W W dot example dot com slash news slash today
      and/or => and/or
      @nasa => at nasa
      there @ 5 => there at five
      http is old => http is old
      """)
  }

  @Test func rulersAndTheWordI() {
    check(
      """
      Thanks James I will call => Thanks James I will call
      Hi George I hope so => Hi George I hope so
      King James I spoke => King James the first spoke
      Elizabeth I of England => Elizabeth the first of England
      Charles I's head => Charles the first's head
      Richard III and Ramses II => Richard the third and Ramses the second
      the XXI century => the twenty first century
      """)
  }

  @Test func thousandsAndBillions() {
    check(
      """
      10K people and a 10K run => ten thousand people and a ten K run
      200k users => two hundred thousand users
      2B users, 3T dollars => two billion users, three trillion dollars
      plan 2B => plan two B
      R$ 10, MX$20, 100 zł, 100 SEK => ten reais, twenty Mexican pesos, one hundred zlotys, one hundred Swedish kronor
      """)
  }

  @Test func abbreviationsThatEndNothing() {
    check(
      """
      Smith vs. Jones => Smith versus Jones
      e.g. Martin => for example Martin
      Martin Luther King, Jr. => Martin Luther King, Junior.
      Apple, Inc. said => Apple, Incorporated said
      b/c it is n/a c/o me => because it is N A care of me
      M&Ms and PhDs => M and M's and P H D's
      JSON => JSON
      """)
  }

  @Test func oddQuantities() {
    check(
      """
      2h 30m and 2h30m => two hours thirty minutes and two hours thirty minutes
      2 h 30 m => two H thirty meters
      Three 747s and two 737s => Three seven hundred forty sevens and two seven hundred thirty sevens
      pre-1990 and mid-1985 => pre-nineteen ninety and mid-nineteen eighty five
      3/2000 people => three two thousand people
      by 03/2025 => by March twenty twenty five
      31/12/1999 => December thirty first nineteen ninety nine
      1 000 000 people => one million people
      5 200 people => five two hundred people
      3⅛ inches => three and an eighth inches
      ₹5 lakh => five lakh rupees
      0800 hours => oh eight hundred hours
      0830 hours => oh eight thirty hours
      5/5 stars, 10/10 => five out of five stars, ten out of ten
      on 10/10 => on October tenth
      AARP and NYSE members => A A R P and N Y S E members
      on 12/25, until 31/12 => on December twenty fifth, until December thirty first
      on 1/2 acre on 9/11 => on one half acre on nine eleven
      on 3/17 of them => on three seventeen of them
      #100DaysOfCode is #1 => hashtag one hundred DaysOfCode is number one
      Hwy. 101 => Highway one hundred one
      <=3 and >= 4 => at most three and at least four
      x < y but <b> => X less than Y but <B>
      pay >$5 => pay greater than five dollars
      6 / 2 = 3 => six divided by two equals three
      the 9 / 11 attacks => the nine / eleven attacks
      a 10K in 45:32 and 30:05 => a ten K in forty five thirty two and thirty oh five
      a 60:40 split => a sixty to forty split
      exit 12A and seat 4C, 12A of current => exit twelve A and seat four C, twelve amperes of current
      UTC-5 and GMT+1 => U T C minus five and G M T plus one
      $0.98 est., Est. 1950 => ninety eight cents estimated, established nineteen fifty
      Elm Pkwy, and Sunset Blvd. => Elm Parkway, and Sunset Boulevard.
      me@acme-corp.com => me at acme-corp dot com
      """)
  }

  @Test func statesThatAreWords() {
    check(
      """
      Tell Bob, OR else => Tell Bob, OR else
      Boston, MA and Portland, ME => Boston, Massachusetts and Portland, Maine
      MRI and FYI => M R I and F Y I
      MRI => M R I
      They told James I was ill => They told James I was ill
      James I was king. Charles I died. => James the first was king. Charles the first died.
      """)
  }

  @Test func plusOrMinus() {
    check(
      """
      7.4 ± 0.2 => seven point four plus or minus zero point two
      20 ± 2 °C => twenty plus or minus two degrees Celsius
      5±2 and ±3 => five plus or minus two and plus or minus three
      a ± sign => a ± sign
      """)
  }

  @Test func statesInNewspapers() {
    check(
      """
      in Nashville, Tenn. => in Nashville, Tennessee.
      Springfield, Ill., mayor => Springfield, Illinois, mayor
      St. Louis, Mo. and Bend, Ore. are => Saint Louis, Missouri and Bend, Oregon are
      Sen. Jeff Flake (R-Ariz.) said => Senator Jeff Flake (R-Arizona) said
      Rep. Lewis, D-Ga., spoke => Representative Lewis, D-Georgia, spoke
      in Macon, Ga. He left => in Macon, Georgia. He left
      an Oakland, Calif.-based firm => an Oakland, California-based firm
      Yes, Miss. He is ill. => Yes, Miss. He is ill.
      Mass. was said in La. => Mass. was said in La.
      """)
  }

  @Test func datesWithoutYears() {
    check(
      """
      By 12/31, pay up. => By December thirty first, pay up.
      due 12/25 => due December twenty fifth
      before 3/15 => before March fifteenth
      through 10/31 => through October thirty first
      from 3/15 to 4/15 => from March fifteenth to April fifteenth
      from 12/25 through 1/5 => from December twenty fifth through January fifth
      from 1/5 to 3/20 => from one fifth to three twentieths
      cut by 1/2 and by 1/20 => cut by one half and by one twentieth
      from 1/4 to 3/4 => from one quarter to three quarters
      from 9/11 to 24/7 => from nine eleven to twenty four seven
      Dec. 25–Jan. 2 => December twenty fifth to January second
      June 3-July 4, 2019 => June third to July fourth twenty nineteen
      """)
  }

  @Test func decadesAndSeconds() {
    check(
      """
      MiG-29s were shot down => MiG-twenty nines were shot down
      Su-27s and Cessna 172s => Su-twenty sevens and Cessna one hundred seventy twos
      Under-21s and under-23s => Under-twenty ones and under-twenty threes
      two iPhone 15s => two iPhone fifteens
      Microwave for 30s, then 20s more => Microwave for thirty seconds, then twenty seconds more
      a 10s delay => a ten second delay
      every 30s. => every thirty seconds.
      Wait 20s longer => Wait twenty seconds longer
      the 30s and in his 30s => the thirties and in his thirties
      80s music for 80s fans => eighties music for eighties fans
      for 20s, 30s and 40s => for twenties, thirties and forties
      the 30s later => the thirties later
      the films for 1990s, 1950s later => the films for nineteen nineties, nineteen fifties later
      the 2023/24 season => the twenty twenty three to twenty four season
      in 1999/2000, 1999/00 and 2008/09 => in nineteen ninety nine to two thousand, nineteen ninety nine to two thousand and two thousand eight to oh nine
      2023/25 => two thousand twenty three twenty five
      in the early '00s => in the early two thousands
      """)
  }

  @Test func ratings() {
    check(
      """
      3/5 stars => three out of five stars
      8.5/10 stars => eight point five out of ten stars
      I give it 8/10. => I give it eight out of ten.
      a 7/10, I think => a seven out of ten, I think
      3/10 of it and 1/10. => three tenths of it and one tenth.
      4/5 majority => four fifths majority
      1/2 star => one half star
      """)
  }

  @Test func unitsOfPrices() {
    check(
      """
      60 beats per min. => sixty beats per minute.
      $3.99 per lb. today => three dollars and ninety nine cents per pound today
      $5 per oz => five dollars per ounce
      $1,950/oz => one thousand nine hundred fifty dollars per ounce
      $2/lb, $3/mile, $4/share => two dollars per pound, three dollars per mile, four dollars per share
      $50/ton and $80/bbl => fifty dollars per ton and eighty dollars per barrel
      a 9-in. pie plate => a nine inch pie plate
      1-in. cubes => one inch cubes
      165ºF => one hundred sixty five degrees Fahrenheit
      """)
  }

  @Test func roads() {
    check(
      """
      Martin Luther King Jr. Blvd. is closed. => Martin Luther King Junior Boulevard is closed.
      Rt. 66 => Route sixty six
      """)
  }

  @Test func heirs() {
    check(
      """
      Thurston Howell III => Thurston Howell the third
      John D. Rockefeller IV => John D Rockefeller the fourth
      Henry Ford II's son => Henry Ford the second's son
      Rocky IV => Rocky I V
      Grand Theft Auto IV => Grand Theft Auto I V
      Henry Part II => Henry Part two
      World War II and Henry VIII => World War two and Henry the eighth
      """)
  }

  @Test func equations() {
    check(
      """
      5-3=2 => five minus three equals two
      10–5=5 => ten minus five equals five
      6/2=3 => six divided by two equals three
      1/2=0.5 => one half equals zero point five
      4−1=3 => four minus one equals three
      10-20 people => ten to twenty people
      y = -3 => Y equals minus three
      x > -3 => X greater than minus three
      $5 - $3 = $2 => five dollars minus three dollars equals two dollars
      $5-$3=$2 => five dollars minus three dollars equals two dollars
      10% - 5% = 5% => ten percent minus five percent equals five percent
      5 - -3 => five minus minus three
      5 km - 3 km = 2 km => five kilometers minus three kilometers equals two kilometers
      x² = 4 => X squared equals four
      ages 18-24 (n=50) => ages eighteen to twenty four (N equals fifty)
      size = 10-20 cm => size equals ten to twenty centimeters
      1-3 = poor => one to three equals poor
      COVID-19 (n = 30) => COVID-nineteen (N equals thirty)
      $5-10 (n=4) => five to ten dollars (N equals four)
      """)
  }

  @Test func moneyBetweenTwoSums() {
    check(
      """
      $5m-10m => five to ten million dollars
      £5m–10m => five to ten million pounds
      $5bn-10bn => five to ten billion dollars
      $500k-1m => five hundred thousand to one million dollars
      $5m-$10m => five million dollars to ten million dollars
      $5-10m => five to ten million dollars
      """)
  }

  @Test func lettersThatEndASentence() {
    check(
      """
      Take vitamin C. 500 mg a day. => Take vitamin C. five hundred milligrams a day.
      It was 5° C. 20 people came. => It was five degrees C. twenty people came.
      Wait a sec. 5 people came. => Wait a sec. five people came.
      It was built c. 1900. => It was built circa nineteen hundred.
      Plan B. Next step. => Plan B. Next step.
      He got a B. Then he left. => He got a B. Then he left.
      I take vitamin D. She does not. => I take vitamin D. She does not.
      J. R. Smith and George W. Bush met J. Paul Getty. => J R Smith and George W Bush met J Paul Getty.
      """)
  }

  @Test func numbersInThePlural() {
    check(
      """
      two 5s and three 10s => two fives and three tens
      size 8s => size eights
      It took 5s to load. => It took five seconds to load.
      """)
  }

  @Test func numbersOfOtherKinds() {
    check(
      """
      15.01.2024 => January fifteenth twenty twenty four
      31.12.1999 => December thirty first nineteen ninety nine
      version 1.2.3 => version one point two point three
      in 3/4 time => in three four time
      in 6/8 time => in six eight time
      a 7/8 time signature => a seven eight time signature
      3/4 of the time => three quarters of the time
      Washington, D.C. 20005 => Washington, D C two zero zero zero five
      the No 1 song => the number one song
      a No. 1 hit => a number one hit
      a vol. 2 set => a volume two set
      He said No 3 times. => He said No three times.
      version 1.1.2019 => version one point one point two thousand nineteen
      version 10.12.2019 => version ten point twelve point two thousand nineteen
      done in 1/2 time => done in one half time
      9/11 = date => nine eleven equals date
      No 10 people came. => No ten people came.
      at No 10 Downing Street => at number ten Downing Street
      """)
  }

  @Test func measuresWithMarks() {
    check(
      """
      the 6'-8' range => the six feet to eight foot range
      10"-12" subs => ten inches to twelve inch subs
      5'–6' => five feet to six feet
      5 ft.-6 ft. tall => five feet to six feet tall
      5lb.-6lb. bags => five pounds to six pounds bags
      20°C-25°C, or 68°F–77°F => twenty degrees Celsius to twenty five degrees Celsius, or sixty eight degrees Fahrenheit to seventy seven degrees Fahrenheit
      5'-6'' tall => five feet-six feet' tall
      the 2nd-5th place => the second to fifth place
      in the 1st–3rd century => in the first to third century
      """)
  }

  @Test func numeralsOfHeadings() {
    check(
      """
      II. Methods => two. Methods
      IV. RESULTS and so on => four. RESULTS and so on
      IX: Foo => nine: Foo
      - III. Foo => - three. Foo
      (III) Methods => (three) Methods
      IV: fluids => I V: fluids
      (IV) fluids => (I V) fluids
      XL. shirts => X L. shirts
      """)
  }

  @Test func wordsThatAnApostropheBeginsOrEnds() {
    func words(_ text: String, _ expand: TextExpander = Self.expand) -> [String] {
      expand(text).filter { $0.kind == .word }.map(\.text)
    }
    #expect(words("goin' to get 'em") == ["goin'", "to", "get", "'em"])
    #expect(words("’Twas nothin’, ’cause") == ["'Twas", "nothin'", "'cause"])
    // Quotations.
    #expect(words("the 'cause of death' was") == ["the", "cause", "of", "death", "was"])
    #expect(words("an 'origin' is") == ["an", "origin", "is"])
    #expect(words("‘they begin’ he said") == ["they", "begin", "he", "said"])
    #expect(words("the boys' Berlin' in'") == ["the", "boys", "Berlin", "in"])
    #expect(words("the 'origin' of the 'cabin' story")[1...4] == ["origin", "of", "the", "cabin"])
    #expect(words("the '5% margin' is")[3] == "margin" && words("'…and again' he")[1] == "again")
    #expect(words("an 'em dash' or 'en dash'") == ["an", "em", "dash", "or", "en", "dash"])
    #expect(words("'I'm goin' home,' he said.") == ["I'm", "goin'", "home", "he", "said"])
    #expect(words("He said, 'I was goin' home.'")[2...] == ["I", "was", "goin'", "home"])
    #expect(words("Goin' home. Nothin' doin'") == ["Goin'", "home", "Nothin'", "doin'"])
    #expect(words("GOIN' HOME") == ["GOIN'", "HOME"] && words("in the '60s goin'")[3] == "goin'")
    // Of another language nothing is known, but that a lexicon has it.
    #expect(words("goin' 'em", TextExpander(locale: "de")) == ["goin", "em"])
    var lexicon = LayeredLexicon(normalizer: .english)
    lexicon.appendFunctionWords(name: "x", ignoringStress: false)
    #expect(words("goin'", TextExpander(locale: "en", rules: [], lexicon: lexicon)) == ["goin'"])
  }
}
