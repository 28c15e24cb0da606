"""The HTTP API, version 1: JSON in and out, problem documents for errors.  See /openapi.json."""

from fastapi import APIRouter

from app.api import (
    action_items,
    attachments,
    diagnoses,
    history,
    importing,
    insights,
    postmortems,
    search,
    signatures,
    workbench,
)
from app.api.operations import router as operations
from app.api.problems import problem_response

__all__ = ["operations", "problem_response", "router"]

router = APIRouter(prefix="/api/v1")
for _part in (
    diagnoses,
    workbench,
    signatures,
    postmortems,
    attachments,
    history,
    importing,
    search,
    action_items,
    insights,
):
    router.include_router(_part.router)
