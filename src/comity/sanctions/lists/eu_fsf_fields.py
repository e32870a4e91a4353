"""Fields of the EU's list: which are read, and which are left out on purpose and why.

A field that is in neither stops the reader. The rebuilt file of 2026 has fewer fields than the
official one of 2021, so no field is required here; the reader requires what it cannot do without.
"""

READ = frozenset(
    """export export@generationDate export/sanctionEntity sanctionEntity@designationDate
    sanctionEntity@designationDetails sanctionEntity@unitedNationId
    sanctionEntity@euReferenceNumber sanctionEntity/remark sanctionEntity/regulation
    regulation@publicationDate regulation@entryIntoForceDate regulation@numberTitle
    regulation@programme sanctionEntity/subjectType subjectType@code
    sanctionEntity/nameAlias nameAlias@lastName nameAlias@wholeName nameAlias@function
    nameAlias@gender nameAlias@title nameAlias@nameLanguage nameAlias@strong
    nameAlias/remark nameAlias/regulationSummary birthdate/regulationSummary
    citizenship/regulationSummary address/regulationSummary identification/regulationSummary
    regulationSummary@publicationDate sanctionEntity/citizenship citizenship@countryIso2Code
    citizenship@countryDescription sanctionEntity/birthdate birthdate@circa
    birthdate@calendarType birthdate@city birthdate@birthdate birthdate@dayOfMonth
    birthdate@monthOfYear birthdate@year birthdate@yearRangeFrom birthdate@yearRangeTo
    birthdate@region birthdate@place birthdate@countryIso2Code birthdate@countryDescription
    sanctionEntity/identification identification@number identification@knownFalse
    identification@identificationTypeCode identification@countryIso2Code
    identification@countryDescription sanctionEntity/address address@city address@street
    address@poBox address@zipCode address@region address@place address@countryIso2Code
    address@countryDescription""".split()
)

ROW_KEY = "key of the row, not of the target"
REPEATED = "says again what another field of the element says"
UNUSED = "no comparison uses it; the bytes are kept"
OTHER_ACT = "only the date of the act that printed a value is used"

LEFT_OUT = {
    "export@globalFileId": "number of the file; its hash tells files apart",
    "sanctionEntity@logicalId": ROW_KEY,
    "nameAlias@logicalId": ROW_KEY,
    "citizenship@logicalId": ROW_KEY,
    "birthdate@logicalId": ROW_KEY,
    "identification@logicalId": ROW_KEY,
    "address@logicalId": ROW_KEY,
    "regulation@logicalId": ROW_KEY,
    "regulation@regulationType": "an amending act lists as well as a first one",
    "regulation@organisationType": "all acts bind alike",
    "regulation/publicationUrl": "the act is named by its number",
    "regulationSummary@regulationType": OTHER_ACT,
    "regulationSummary@numberTitle": OTHER_ACT,
    "regulationSummary@publicationUrl": OTHER_ACT,
    "subjectType@classificationCode": REPEATED,
    "nameAlias@firstName": "part of wholeName",
    "nameAlias@middleName": "part of wholeName",
    "nameAlias@regulationLanguage": "language of the act, always en",
    "citizenship@regulationLanguage": "language of the act, always en",
    "birthdate@regulationLanguage": "language of the act, always en",
    "identification@regulationLanguage": "language of the act, always en",
    "address@regulationLanguage": "language of the act, always en",
    "citizenship@region": UNUSED,
    "citizenship/remark": UNUSED,
    "birthdate@zipCode": UNUSED,
    "birthdate/remark": UNUSED,
    "identification@diplomatic": UNUSED,
    "identification@knownExpired": "an expired document still names its bearer",
    "identification@reportedLost": "a lost document still names its bearer",
    "identification@revokedByIssuer": "a revoked document still names its bearer",
    "identification@issuedBy": UNUSED,
    "identification@issueDate": UNUSED,
    "identification@validFrom": UNUSED,
    "identification@validTo": UNUSED,
    "identification@latinNumber": "empty in every official file seen",
    "identification@nameOnDocument": UNUSED,
    "identification@region": UNUSED,
    "identification@identificationTypeDescription": REPEATED,
    "identification/remark": UNUSED,
    "address@asAtListingTime": UNUSED,
    "address/remark": UNUSED,
    "address/contactInfo": UNUSED,
    "contactInfo@key": UNUSED,
    "contactInfo@value": UNUSED,
}
"""Fields that are not in a listing, each with its reason."""

KNOWN = READ | LEFT_OUT.keys()
