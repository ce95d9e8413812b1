namespace Haechi.Rules.Tests.Support;

/// <summary>A national act and a city's policy, made up for the tests, of the kind that the engine is for.</summary>
internal static class Example
{
    /// <summary>Promulgated on 2 January 2025, in force from 22 January 2026; digital medical devices count from 24 January.</summary>
    public const string Act = """
        rulebook: t/act
        version: "1"
        title: {ko: 가상의 법, en: An act made up for tests}
        rank: national
        stages:
          - {from: 2025-01-02, stage: framework}
          - {from: 2026-01-22, stage: enforced}
        questions:
          area: {type: set, of: [health, medical_device, digital_medical_device, rail, none], ask: {ko: 영역, en: Area}}
          grave: {type: bool, cost: 3, ask: {ko: 중대한 영향, en: Grave effect}}
          owner: {type: enum, of: [city, public_body, private], ask: {ko: 주체, en: Owner}}
          generative: {type: bool, ask: {ko: 생성형, en: Generative}}
          faces_users: {type: bool, ask: {ko: 대면, en: Faces users}}
          flop: {type: number, unit: FLOP, min: 0, ask: {ko: 연산량, en: Training compute}}
          starts: {type: date, ask: {ko: 개시일, en: Start}}
        parameters:
          much: {cite: "Decree 1", values: {2025-01-02: 1e26, 2027-01-01: 2e26}}
        classes:
          high: {title: {ko: 고영향, en: High impact}, "yes": HIGH, "no": NOT}
        rules:
          - id: health
            title: {ko: 보건, en: Health}
            cite: "Art. 2(a)"
            versions:
              - {from: 2025-01-02, when: "area overlaps ['health', 'medical_device']"}
              - {from: 2026-01-24, cite: "Suppl. 1", when: "area overlaps ['health', 'medical_device', 'digital_medical_device']"}
          - {id: transport, title: {ko: 교통, en: Transport}, cite: "Art. 2(b)", when: "'rail' in area && owner != 'private'"}
          - {id: high, title: {ko: 고영향, en: High impact}, cite: "Art. 2", class: high, when: "grave && (health || transport)"}
          - {id: much_compute, title: {ko: 고성능, en: Much compute}, cite: "Art. 32", class: compute, when: "flop >= much"}
          - id: notice
            title: {ko: 고지, en: Notice}
            cite: "Art. 31"
            when: "(high || generative) && faces_users"
            oblige: {id: notice, modality: must, due: {days: 0, after: starts}, penalty: "Art. 43", evidence: [notice_text]}
          - id: assess
            title: {ko: 영향평가, en: Assessment}
            cite: "Art. 35"
            when: high
            oblige: {id: assessment, modality: should, due: {days: 10, before: starts}}
        """;

    /// <summary>A city that widens, strengthens, and lets a trial assess later.</summary>
    public const string City = """
        rulebook: t/city
        version: "3"
        title: {ko: 가상의 조례, en: A city policy made up for tests}
        rank: city
        extends: t/act
        stages:
          - {from: 2026-01-01, stage: framework}
          - {from: 2026-04-01, stage: guideline}
          - {from: 2026-10-01, stage: enforced, penalties_from: 2027-01-01}
        questions:
          street: {type: bool, ask: {ko: 공공장소, en: In public space}}
          trial: {type: bool, ask: {ko: 시범, en: A trial}}
          secret: {type: bool, ask: {ko: 비밀, en: Secret}}
        rules:
          - {id: city_high, title: {ko: 시 고영향, en: High for the city}, cite: "City 4", class: high, widens: high, when: "street && owner == 'city'"}
          - id: city_assess
            title: {ko: 시 영향평가, en: City assessment}
            cite: "City 7"
            strengthens: assess
            when: "city_high && owner == 'city'"
            oblige: {id: assessment, modality: must, due: {days: 30, before: starts}}
            exceptions:
              - {id: later, cite: "City 12", when: "trial && !health", oblige: {id: assessment, modality: must, due: {days: 90, after: starts}}}
              - {id: none, cite: "City 13", when: secret}
        """;

    public static BookSet Both { get; } = TextBooks.Set(Act, City);
}
