//! The department-sales policy.
