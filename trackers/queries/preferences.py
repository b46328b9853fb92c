from accounts.models import User
from trackers.models import Preferences, PreferencesContents
from trackers.vault.open_vault import OpenVault


def preferences_of(user: User, vault: OpenVault) -> PreferencesContents:
    """To be called inside `rows_of`. The usual ones where nothing was chosen yet."""
    row = Preferences.objects.visible_to(user).first()
    contents = vault.open_all([row], PreferencesContents)[0].contents if row else None
    return contents or PreferencesContents()
