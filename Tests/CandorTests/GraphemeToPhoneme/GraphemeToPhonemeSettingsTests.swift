import Candor
import Foundation
import Testing

@Suite struct GraphemeToPhonemeSettingsTests {
  @Test func smallLexiconsGetMoreEpochs() {
    let settings = GraphemeToPhonemeSettings()
    #expect(settings.fit(to: 120_000).epochs == 30)
    #expect(settings.fit(to: 10_667).epochs == 31)
    // 62 steps an epoch: 81 epochs make 5,022.
    #expect(settings.fit(to: 4_000).epochs == 81)
    #expect(settings.fit(to: 80).epochs == 300)
    #expect(settings.fit(to: 120_000).patience == 7)
    #expect(settings.fit(to: 4_000).patience == 20)
  }

  @Test func whatIsSetDoesNotDependOnTheLexicon() throws {
    let settings = try JSONDecoder().decode(
      GraphemeToPhonemeSettings.self,
      from: Data(#"{"epochs": 3, "patience": 9}"#.utf8))
    for count in [10, 1_000, 200_000] {
      let fit = settings.fit(to: count)
      #expect(fit.epochs == 3 && fit.patience == 9)
    }
    let again = try JSONDecoder().decode(
      GraphemeToPhonemeSettings.self, from: JSONEncoder().encode(settings))
    #expect(again == settings)
  }

  @Test func aShareOfTheWordsIsHeldOut() {
    var settings = GraphemeToPhonemeSettings()
    #expect(settings.heldOutFraction(of: 100_000) == 0.02)
    #expect(settings.heldOutFraction(of: 4_000) == 0.05)
    #expect(settings.heldOutFraction(of: 50) == 0.1)
    settings.heldOutFraction = 0.3
    #expect(settings.heldOutFraction(of: 50) == 0.3)
  }
}
