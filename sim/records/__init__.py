"""Records of referrals and contacts: read, cleaned, and made what a scenario is written from."""
