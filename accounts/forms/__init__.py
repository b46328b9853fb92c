from accounts.forms.entering import (
    ChangePassphraseForm,
    MailAddressForm,
    OnceMoreForm,
    PassphraseInput,
    RecoverForm,
    RecoveryKeyField,
    SignInForm,
    SignUpForm,
)
from accounts.forms.second_steps import (
    PasskeyAgainForm,
    PasskeyAloneForm,
    PasskeyForm,
    PasskeyNameForm,
    PasskeyStepForm,
    SecondStepAgainForm,
    SecondStepForm,
    SetUpCodesForm,
)
from accounts.forms.settings import (
    CoverForm,
    MailHoursForm,
    PreferencesForm,
)

__all__ = [
    "ChangePassphraseForm",
    "CoverForm",
    "MailAddressForm",
    "MailHoursForm",
    "OnceMoreForm",
    "PasskeyAgainForm",
    "PasskeyAloneForm",
    "PasskeyForm",
    "PasskeyNameForm",
    "PasskeyStepForm",
    "PassphraseInput",
    "PreferencesForm",
    "RecoverForm",
    "RecoveryKeyField",
    "SecondStepAgainForm",
    "SecondStepForm",
    "SetUpCodesForm",
    "SignInForm",
    "SignUpForm",
]
