//! Seals that somebody changed, and results that somebody changed after they were sealed.

use std::path::PathBuf;
use std::sync::OnceLock;

use ssh_key::private::Ed25519Keypair;
use ssh_key::{Cipher, Kdf, LineEnding, PrivateKey};

use super::{Manipulation, Scene, bonus, hold, text};
use crate::common::tamper::tamper;

/// A private key in OpenSSH's form, made for these tests from nothing but its name, and where it was put.
fn key(scene: &Scene, name: &str) -> PathBuf {
    let path = scene.path(&format!("{name}.key"));
    let mut key = private(name);
    if name == "locked" {
        let kdf = Kdf::Bcrypt { salt: vec![7; 16], rounds: 16 };
        key = key.encrypt_with(Cipher::Aes256Ctr, kdf, 42, PASSPHRASE).unwrap();
    }
    std::fs::write(&path, key.to_openssh(LineEnding::LF).unwrap().as_bytes()).unwrap();
    path
}

fn private(name: &str) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[name.as_bytes()[0]; 32]))
}

const PASSPHRASE: &str = "open sesame";

/// Seals the results; gives what was printed.
fn seal(scene: &Scene, role: &str, name: &str, further: &[&str]) -> std::process::Output {
    let arguments =
        ["seal", text(&scene.results), "--as", role, "--name", name, "--date", "2018-01-15", "--lang", "en"];
    bonus(&[&arguments, further].concat())
}

fn signed(scene: &Scene, role: &str, name: &str, by: &str) {
    let output = seal(scene, role, name, &["--key", text(&key(scene, by))]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn file(scene: &Scene) -> PathBuf {
    scene.path("results.xlsx.seals.txt")
}

/// Maker, reviewer and approver, each with a key of his own. Their seals of the same results are the same, and made once.
fn three(scene: &Scene) {
    static SEALS: OnceLock<String> = OnceLock::new();
    let seals = SEALS.get_or_init(|| {
        let scene = Scene::new();
        signed(&scene, "maker", "Zhang Ming", "maker");
        signed(&scene, "reviewer", "Li Na", "reviewer");
        signed(&scene, "approver", "Wang Wei", "approver");
        std::fs::read_to_string(file(&scene)).unwrap()
    });
    std::fs::write(file(scene), seals).unwrap();
}

/// Changes the file of seals.
fn edit(scene: &Scene, change: impl Fn(&str) -> String) {
    let before = std::fs::read_to_string(file(scene)).unwrap();
    let after = change(&before);
    assert_ne!(before, after, "nothing was changed");
    std::fs::write(file(scene), after).unwrap();
}

/// The seals of a file, one text each.
fn parts(text: &str) -> Vec<String> {
    text.split("\n\n").map(|part| part.trim_end().to_owned()).collect()
}

fn joined(parts: &[String]) -> String {
    format!("{}\n", parts.join("\n\n"))
}

/// Another file with the same cells.
fn packed_again(scene: &Scene) {
    tamper(&scene.results, |name, content| {
        Some(if name == "docProps/core.xml" {
            content.replace("</cp:core", "<dc:language>en</dc:language></cp:core")
        } else {
            content
        })
    });
}

const TABLE: &[Manipulation] = &[
    Manipulation { name: "three seals, untouched", done: three, status: "identical", told: &[] },
    Manipulation {
        name: "seals that an editor saved with other ends of lines",
        done: |scene| {
            three(scene);
            edit(scene, |text| text.replace('\n', "\r\n"));
        },
        status: "identical",
        told: &[],
    },
    Manipulation {
        name: "another name in a signed seal",
        done: |scene| {
            three(scene);
            edit(scene, |text| text.replace("Li Na", "Li Hua"));
        },
        status: "seal-broken",
        told: &["the signature of seal 2 (Li Hua) does not hold", "seal 3 does not follow"],
    },
    Manipulation {
        name: "another day in the last seal",
        done: |scene| {
            three(scene);
            edit(scene, |text| {
                let at = text.rfind("2018-01-15").unwrap();
                format!("{}2018-01-16{}", &text[..at], &text[at + 10..])
            });
        },
        status: "seal-broken",
        told: &["the signature of seal 3 (Wang Wei) does not hold"],
    },
    Manipulation {
        name: "another name in an unsigned seal that others follow",
        done: |scene| {
            assert!(seal(scene, "maker", "Zhang Ming", &[]).status.success());
            signed(scene, "reviewer", "Li Na", "reviewer");
            edit(scene, |text| text.replace("Zhang Ming", "Zhang Hua"));
        },
        status: "seal-broken",
        told: &["seal 2 does not follow"],
    },
    Manipulation {
        name: "a seal taken out",
        done: |scene| {
            three(scene);
            edit(scene, |text| {
                let mut parts = parts(text);
                parts.remove(2);
                joined(&parts)
            });
        },
        status: "seal-broken",
        told: &["seal 2 does not follow"],
    },
    Manipulation {
        name: "seals in another order",
        done: |scene| {
            three(scene);
            edit(scene, |text| {
                let mut parts = parts(text);
                parts.swap(1, 2);
                joined(&parts)
            });
        },
        status: "seal-broken",
        told: &["seal 1 does not follow"],
    },
    Manipulation {
        name: "a signature made a statement",
        done: |scene| {
            three(scene);
            edit(scene, |text| {
                let mut parts = parts(text);
                let lines = parts[2].rsplit_once('\n').unwrap().0.to_owned();
                parts[2] = format!("{lines}\nsignature: unsigned: a statement, no proof");
                joined(&parts)
            });
        },
        status: "seal-broken",
        told: &["seal 3 does not follow"],
    },
    Manipulation {
        name: "a signature of another seal",
        done: |scene| {
            three(scene);
            edit(scene, |text| {
                let mut parts = parts(text);
                let (one, _) = parts[3].rsplit_once('\n').unwrap();
                let (_, other) = parts[1].rsplit_once('\n').unwrap();
                parts[3] = format!("{one}\n{other}");
                joined(&parts)
            });
        },
        status: "seal-broken",
        told: &["the signature of seal 3 (Wang Wei) does not hold"],
    },
    Manipulation {
        name: "a file of seals that is none",
        done: |scene| std::fs::write(file(scene), "approved, W.W.\n").unwrap(),
        status: "seal-broken",
        told: &["its first line should be"],
    },
    Manipulation {
        name: "a line that is gone",
        done: |scene| {
            three(scene);
            edit(scene, |text| text.replacen("program: ", "programme: ", 1));
        },
        status: "seal-broken",
        told: &["a line `program: ` belongs here"],
    },
    Manipulation {
        name: "results that were saved again after they were sealed",
        done: |scene| {
            three(scene);
            packed_again(scene);
        },
        status: "seal-broken",
        told: &[
            "changed after seal 1 (Zhang Ming, maker, 2018-01-15)",
            "changed after seal 2 (Li Na, reviewer, 2018-01-15)",
            "changed after seal 3 (Wang Wei, approver, 2018-01-15)",
        ],
    },
    Manipulation {
        name: "a figure edited after it was sealed",
        done: |scene| {
            three(scene);
            scene.sheet(2, |sheet| {
                let before = crate::common::tamper::cell(sheet, "E6");
                sheet.replace(before, &before.replace("<v>300000</v>", "<v>310000</v>"))
            });
        },
        status: "differs",
        told: &["Q1!E6 value results-edited", "the results changed after seal 3"],
    },
    Manipulation {
        name: "results that their maker sealed again, and the approver did not",
        done: |scene| {
            signed(scene, "maker", "Zhang Ming", "maker");
            signed(scene, "approver", "Wang Wei", "approver");
            packed_again(scene);
            signed(scene, "maker", "Zhang Ming", "maker");
        },
        status: "seal-broken",
        told: &["changed after seal 2 (Wang Wei, approver", "seal 1 (Zhang Ming, maker) is about earlier results"],
    },
    Manipulation {
        name: "an input edited after the results were sealed",
        done: |scene| {
            three(scene);
            tamper(&scene.input, |_, content| Some(content.replace("<v>300000</v>", "<v>310000</v>")));
        },
        status: "differs",
        told: &["the input `input.xlsx` changed after seal 1", "Q1!E6 value input-edited"],
    },
    Manipulation {
        name: "one person in two roles",
        done: |scene| {
            signed(scene, "maker", "Zhang Ming", "maker");
            signed(scene, "approver", "zhang  ming", "approver");
        },
        status: "identical",
        told: &["duties are not separate: zhang ming is maker and approver"],
    },
    Manipulation {
        name: "one person in two roles, once in full-width letters",
        done: |scene| {
            signed(scene, "reviewer", "Ｌｉ\u{3000}Ｎａ", "reviewer");
            signed(scene, "approver", "li na", "approver");
        },
        status: "identical",
        told: &["duties are not separate: li na is reviewer and approver"],
    },
    Manipulation {
        name: "one key under two names",
        done: |scene| {
            signed(scene, "maker", "Zhang Ming", "maker");
            signed(scene, "approver", "Wang Wei", "maker");
        },
        status: "identical",
        told: &["signed with the same key"],
    },
    Manipulation {
        name: "a statement without a key",
        done: |scene| assert!(seal(scene, "maker", "Zhang Ming", &[]).status.success()),
        status: "identical",
        told: &["seal 1 (Zhang Ming) is unsigned: a statement, no proof"],
    },
];

/// Whoever signed results signs the new ones: a statement without a key takes no signature's place.
#[test]
fn an_unsigned_seal_does_not_supersede_a_signed_one() {
    let scene = Scene::new();
    signed(&scene, "approver", "Li Na", "approver");
    let again = ["compute", text(&scene.input), "-o", text(&scene.results), "--force", "--set", "in_target_rate=8%"];
    assert!(bonus(&again).status.success());
    assert!(seal(&scene, "approver", "li na", &[]).status.success());
    let verify = ["verify", text(&scene.results), "--lang", "en"];
    let output = bonus(&verify);
    assert_eq!(output.status.code(), Some(4), "{}", String::from_utf8_lossy(&output.stdout));
    signed(&scene, "approver", "Li Na", "approver");
    let output = bonus(&verify);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

/// A policy of one's own is sealed with the results: what it says now is told.
#[test]
fn a_policy_that_changed_after_the_results_were_sealed() {
    let scene = Scene::new();
    let policy = scene.path("ours.toml");
    let ours = "format = 1\n[policy]\nid = \"ours\"\nversion = \"1\"\nextends = \"key-account@2\"\n\
                title = { zh = \"本公司\", en = \"Ours\" }\n";
    std::fs::write(&policy, ours).unwrap();
    let compute = ["compute", text(&scene.input), "-o", text(&scene.results), "--force", "--policy", text(&policy)];
    assert!(bonus(&compute).status.success());
    signed(&scene, "approver", "Wang Wei", "approver");
    assert_eq!(scene.verified(&[]).1["status"], "identical");
    let rate = "[[setting]]\nname = \"in_target_rate\"\nreplaces = true\ndefault = \"9%\"\n";
    std::fs::write(&policy, format!("{ours}{rate}")).unwrap();
    let (code, outcome) = scene.verified(&[]);
    assert_eq!((code, &outcome["status"]), (4, &"differs".into()), "{outcome:#}");
    let problems = outcome["seals"]["problems"].to_string();
    assert!(problems.contains("the policy ours 1 changed after seal 1 (Wang Wei, approver"), "{problems}");
    let mut causes = outcome["differences"].as_array().unwrap().iter().map(|one| &one["cause"]);
    assert!(causes.any(|cause| cause == "policy-differs"), "{outcome:#}");
}

/// Results that were sealed and are gone, or are no results any more, are missed.
#[test]
fn seals_without_their_results_are_told() {
    let scene = Scene::new();
    three(&scene);
    std::fs::copy(&scene.results, scene.path("others.xlsx")).unwrap();
    std::fs::remove_file(&scene.results).unwrap();
    let folder = scene.results.parent().unwrap();
    let told = |why: &str| {
        let output = bonus(&["verify", text(folder), "--lang", "en"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("results.xlsx") && said.contains(why), "{said}");
    };
    told("the file does not exist");
    std::fs::copy(&scene.input, &scene.results).unwrap();
    told("this is no results workbook");
}

#[test]
fn seals_and_what_changed_after_them() {
    hold(TABLE);
}

/// Nobody puts his name to results that do not verify, nor to a chain that is broken; and what is refused leaves the file.
#[test]
fn what_cannot_be_sealed() {
    let scene = Scene::new();
    let said = |output: &std::process::Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let refused = |output: std::process::Output, why: &str| {
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(why), "{}", said(&output));
    };
    three(&scene);
    let before = std::fs::read(file(&scene)).unwrap();
    refused(seal(&scene, "maker", " ", &[]), "--name is empty");
    refused(seal(&scene, "maker", "A\nB", &[]), "must be one line");
    refused(seal(&scene, "maker", "A", &["--key", text(&file(&scene))]), "no private key");
    assert_eq!(seal(&scene, "maker", "A", &["--key", text(&scene.input)]).status.code(), Some(3));
    assert_eq!(std::fs::read(file(&scene)).unwrap(), before);
    edit(&scene, |text| text.replace("Li Na", "Li Hua"));
    refused(seal(&scene, "maker", "A", &[]), "do not hold any more");
    std::fs::remove_file(file(&scene)).unwrap();
    tamper(&scene.results, |name, content| {
        Some(if name == "xl/worksheets/sheet2.xml" {
            content.replace("<v>300000</v>", "<v>310000</v>")
        } else {
            content
        })
    });
    refused(seal(&scene, "maker", "A", &[]), "cannot be sealed");
    let input = bonus(&["seal", text(&scene.input), "--as", "maker", "--name", "A", "--lang", "en"]);
    refused(input, "no results workbook");
    assert!(!file(&scene).exists());
}

/// A passphrase comes from the environment; without it, or by another one, nothing is signed.
#[test]
fn a_key_with_a_passphrase() {
    let scene = Scene::new();
    let run = |passphrase: Option<&str>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bonus"));
        command.args([
            "seal",
            text(&scene.results),
            "--as",
            "maker",
            "--name",
            "A",
            "--lang",
            "en",
            "--date",
            "2018-01-15",
        ]);
        command.args(["--key", text(&key(&scene, "locked"))]).env_remove("BONUS_KEY_PASSPHRASE");
        if let Some(passphrase) = passphrase {
            command.env("BONUS_KEY_PASSPHRASE", passphrase);
        }
        command.output().unwrap()
    };
    for (passphrase, why) in [(None, "has a passphrase"), (Some("wrong"), "is another one")] {
        let output = run(passphrase);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let output = run(Some(PASSPHRASE));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (code, outcome) = scene.verified(&[]);
    assert_eq!((code, &outcome["seals"]["holds"]), (0, &true.into()), "{outcome:#}");
    assert!(outcome["seals"]["entries"][0]["key"].as_str().unwrap().starts_with("SHA256:"), "{outcome:#}");
}

/// OpenSSH's own program finds the signature good: nobody has to trust this one.
#[test]
fn openssh_checks_a_signature_too() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    if Command::new("ssh-keygen").arg("-?").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("CI").is_none(), "ssh-keygen is missing, and CI needs it");
        eprintln!("skipped: ssh-keygen is not installed");
        return;
    }
    let scene = Scene::new();
    signed(&scene, "maker", "Zhang Ming", "maker");
    let seals = std::fs::read_to_string(file(&scene)).unwrap();
    let entry = seals.split_once("\n\n").unwrap().1;
    let (statement, signature) = entry.split_once("signature: ").unwrap();
    let lines: Vec<&str> = {
        let line = signature.trim_end();
        (0..line.len()).step_by(70).map(|at| &line[at..(at + 70).min(line.len())]).collect()
    };
    let armoured = format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"));
    let (sig, signers) = (scene.path("seal.sig"), scene.path("signers"));
    std::fs::write(&sig, armoured).unwrap();
    let public = private("maker").public_key().to_openssh().unwrap();
    std::fs::write(&signers, format!("zhang {public}\n")).unwrap();
    let mut check = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-n", "bonus-seal", "-I", "zhang", "-f", text(&signers), "-s", text(&sig)])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    check.stdin.take().unwrap().write_all(statement.as_bytes()).unwrap();
    let output = check.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
