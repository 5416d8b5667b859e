//! Signatures by SSH keys, in OpenSSH's own form (`ssh-keygen -Y sign`), checked offline: the only file that knows the
//! library.

use ssh_key::{HashAlg, LineEnding, PrivateKey, PublicKey, SshSig};

use super::SealLine;
use crate::lang::Words;
use crate::say;

/// What a signature is for: one of another purpose does not hold here.
const NAMESPACE: &str = "bonus-seal";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// Characters of a line of such a signature.
const LINE: usize = 70;

/// Why a key cannot sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// It is no private SSH key.
    NoKey,
    /// It is locked by a passphrase, and none was given.
    Locked,
    /// The passphrase is another one.
    WrongPassphrase,
    /// It is of a kind that this program does not sign with.
    Kind,
}

impl KeyFault {
    /// In words, with what to do.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::NoKey => say!(Seal::NoKey),
            Self::Locked => say!(Seal::KeyLocked),
            Self::WrongPassphrase => say!(Seal::WrongPassphrase),
            Self::Kind => say!(Seal::KeyKind),
        }
    }
}

/// The signature of a seal by a private key in OpenSSH's form, as one line.
///
/// # Errors
/// Why the key cannot sign.
pub fn signed(entry: &SealLine, key: &str, passphrase: Option<&str>) -> Result<String, KeyFault> {
    let mut key = PrivateKey::from_openssh(key).map_err(|_| KeyFault::NoKey)?;
    if key.is_encrypted() {
        let passphrase = passphrase.ok_or(KeyFault::Locked)?;
        key = key.decrypt(passphrase).map_err(|_| KeyFault::WrongPassphrase)?;
    }
    let signature = key.sign(NAMESPACE, HashAlg::Sha512, entry.statement().as_bytes()).map_err(|_| KeyFault::Kind)?;
    let pem = signature.to_pem(LineEnding::LF).map_err(|_| KeyFault::Kind)?;
    Ok(pem.lines().filter(|line| !line.starts_with("-----")).collect())
}

/// The key that signed a seal, as `SHA256:…`, where its signature holds; `None` where it does not.
pub(super) fn key_of(entry: &SealLine, signature: &str) -> Option<String> {
    let lines: Vec<String> =
        signature.as_bytes().chunks(LINE).map(|l| String::from_utf8_lossy(l).into_owned()).collect();
    let signature = SshSig::from_pem(format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))).ok()?;
    let key = PublicKey::from(signature.public_key().clone());
    key.verify(NAMESPACE, entry.statement().as_bytes(), &signature).ok()?;
    Some(key.fingerprint(HashAlg::Sha256).to_string())
}
