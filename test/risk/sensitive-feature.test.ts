import { describe, expect, it } from 'vitest';
import { sensitiveFeature } from '../../core/risk/sensitive-feature.ts';

describe('sensitiveFeature', () => {
  it.each([
    ['gender', 'gender or sex'],
    ['Sex', 'gender or sex'],
    ['SeniorCitizen', 'age'],
    ['senior_citizen', 'age'],
    ['SENIORCITIZEN', 'age'],
    ['customerAge', 'age'],
    ['age2', 'age'],
    ['DOB', 'age'],
    ['date-of-birth', 'age'],
    ['Partner', 'family or marital status'],
    ['Dependents', 'family or marital status'],
    ['num_dependents', 'family or marital status'],
    ['maritalStatus', 'family or marital status'],
    ['isPregnant', 'pregnancy'],
    ['RACE', 'race, ethnicity or colour'],
    ['ethnicityCode', 'race, ethnicity or colour'],
    ['Nationality', 'nationality or origin'],
    ['religión', 'religion or belief'],
    ['politicalViews', 'political opinion'],
    ['union_membership', 'trade union membership'],
    ['healthCondition', 'health or disability'],
    ['HasDisability', 'health or disability'],
    ['sexualOrientation', 'sexual orientation or sex life'],
    ['geneticRisk', 'genetic or biometric data'],
    ['CriminalRecord', 'criminal record'],
  ])('finds %s to say %s', (name, attribute) => {
    expect(sensitiveFeature(name)).toMatchObject({ feature: name, attribute });
  });

  it.each([
    'usage',
    'pageViews',
    'averageOrder',
    'storageGb',
    'contract',
    'Contract',
    'MonthlyCharges',
    'TechSupport',
    'PaperlessBilling',
    'trace',
    'brace_count',
    'Essex',
    'message',
    'reunion',
    'accountHealthScore',
    'health_score',
    'contractAge',
    'StreamingTV',
    'tenure',
    '',
  ])('lets %s pass', (name) => {
    expect(sensitiveFeature(name)).toBeUndefined();
  });

  it('still finds a person beside a business term', () => {
    expect(sensitiveFeature('accountAgeOfSpouse')).toMatchObject({ attribute: 'family or marital status' });
    expect(sensitiveFeature('healthScoreOrHealth')).toMatchObject({ attribute: 'health or disability' });
  });
});
