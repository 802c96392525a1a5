"""How often one-time codes may be tried."""

from allauth.mfa.base.forms import BaseAuthenticateForm
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.kernel.throttle import allow

TRIES, SECONDS = 10, 15 * 60
"""So many tries in so many seconds: of a million codes nobody guesses one."""
LIVES = 120
"""Seconds, more than any code is valid: in these it is accepted once."""


class Counted(BaseAuthenticateForm):
    """Counts tries and used codes in the database: allauth counts them in each process by itself."""

    def clean_code(self) -> str:
        if not allow(f"second-factor:{self.user.pk}", limit=TRIES, seconds=SECONDS):
            raise ValidationError(_("试的次数太多了，请15分钟后再试。"))
        code: str = super().clean_code()
        if not allow(f"second-factor-used:{self.user.pk}:{code}", limit=1, seconds=LIVES):
            raise ValidationError(_("这个验证码已经用过，请等下一个。"))
        return code
