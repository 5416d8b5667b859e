//! The schemas of what each command prints for programs (`fixtures/schema`, JSON Schema 2020-12): made from the types that are
//! printed, and from their comments. A schema is the contract, and what differs from it here is a change of it.

use std::path::{Path, PathBuf};

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use super::{
    check, cliffs, coverage, differing, explain, next, policy_json, readings, reported, seal, template, verified,
    versions, what_if,
};
use crate::report::json;

/// The version of all schemas: it goes up when a program that reads them has to be changed.
const VERSION: u32 = 1;

/// Each command with its schema.
fn all() -> Vec<(&'static str, Value)> {
    vec![
        schema::<json::ResultsDocument<'_>>("compute"),
        schema::<check::CheckDocument<'_>>("check"),
        schema::<explain::ExplainDocument<'_>>("explain"),
        schema::<what_if::WhatIfDocument<'_>>("what-if"),
        schema::<readings::ReadingsDocument<'_>>("readings"),
        schema::<cliffs::CliffsDocument<'_>>("cliffs"),
        schema::<differing::DiffDocument<'_>>("diff"),
        schema::<versions::VersionsDocument<'_>>("policies"),
        schema::<verified::VerifyDocument<'_>>("verify"),
        schema::<seal::AddedSealDocument<'_>>("seal"),
        schema::<next::NextDocument<'_>>("next"),
        schema::<template::TemplateDocument<'_>>("template"),
        schema::<policy_json::List>("policy-list"),
        schema::<policy_json::Described<'_>>("policy-show"),
        schema::<policy_json::Sound<'_>>("policy-check"),
        schema::<policy_json::Started<'_>>("policy-new"),
        schema::<coverage::CoverageDocument<'_>>("policy-coverage"),
        schema::<reported::FailureDocument<'_>>("failure"),
    ]
}

fn schema<T: JsonSchema>(command: &'static str) -> (&'static str, Value) {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(RecursiveTransform(closed));
    let made = settings.into_generator().into_root_schema_for::<T>().to_value();
    let mut named = Map::new();
    named.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    named.insert("$id".into(), format!("urn:bonus:schema:{VERSION}:{command}").into());
    named.insert("title".into(), format!("bonus {command} --format json").into());
    let Value::Object(made) = made else { panic!("{command} is no object") };
    for (key, value) in made {
        named.entry(key).or_insert(value);
    }
    (command, named.into())
}

/// Fields that are not named are refused, but for those that a policy names; what is left out is never null instead.
fn closed(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    // It is as open beside a choice of required fields, and more programs know the plain word.
    if let Some(open) = object.remove("unevaluatedProperties") {
        object.insert("additionalProperties".into(), open);
    }
    // A choice that may be left out is none.
    if object.get("anyOf").and_then(Value::as_array).is_some_and(|any| any.contains(&Value::Object(Map::new()))) {
        object.remove("anyOf");
    }
    // `uint` and the like are no formats of JSON Schema.
    object.remove("format");
    if let Some(Value::String(text)) = object.get_mut("description") {
        *text = text.replace('\n', " ");
    }
    let required = object.get("required").cloned().unwrap_or_default();
    let required: Vec<&str> = required.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let Some(fields) = object.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, field) in fields.iter_mut().filter(|(name, _)| !required.contains(&name.as_str())) {
        never_null(field);
    }
    object.entry("additionalProperties").or_insert(false.into());
}

fn never_null(field: &mut Value) {
    if let Some([one, null]) = field["type"].as_array().map(Vec::as_slice)
        && null == "null"
    {
        field["type"] = one.clone();
    }
    let of = field["anyOf"].as_array().and_then(|any| any.first()?.as_object()).cloned();
    if let (Some(of), Some(field)) = (of, field.as_object_mut()) {
        field.remove("anyOf");
        field.extend(of);
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/schema/{VERSION}"))
}

/// `BONUS_RENEW=1` writes them again.
#[test]
fn the_schemas_are_those_of_the_types() {
    let renew = std::env::var_os("BONUS_RENEW").is_some_and(|what| what == "1");
    let all = all();
    for (command, schema) in &all {
        let (path, text) = (folder().join(format!("{command}.json")), format!("{schema:#}\n"));
        if renew {
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{command}: {error}"));
        assert!(kept == text, "{command}: its types say something else; BONUS_RENEW=1 renews, git diff shows what");
    }
    assert_eq!(std::fs::read_dir(folder()).unwrap().count(), all.len(), "a schema that no command has");
}

/// Each field says what it means.
#[test]
fn each_field_is_described() {
    fn walk(at: &str, value: &Value, bare: &mut Vec<String>) {
        let Some(object) = value.as_object() else {
            return value.as_array().into_iter().flatten().for_each(|value| walk(at, value, bare));
        };
        for (name, field) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if field.get("description").is_none() {
                bare.push(format!("{at}.{name}"));
            }
        }
        object.iter().for_each(|(name, value)| walk(&format!("{at}.{name}"), value, bare));
    }
    let mut bare = Vec::new();
    for (command, schema) in all() {
        walk(command, &schema, &mut bare);
    }
    assert!(bare.is_empty(), "{bare:#?}");
}
