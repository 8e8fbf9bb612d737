"""An import, step by step, for tests."""

from sqlalchemy import select

from marketplace.foundation import outbox
from marketplace.foundation.database import db
from marketplace.inventory import previews, uploading
from marketplace.inventory.models import Asset, AssetEntry, AssetImport, ImportProblem


def looked(actor, content, filename="eiendeler.csv", wanted=None):
    """A file that has been looked at."""
    import_id = uploading.upload_file(actor, filename, content, wanted).id
    outbox.deliver_all()
    return as_it_stands(actor, import_id)


def kept(actor, content, filename="eiendeler.csv", wanted=None):
    """A file whose rows have been kept."""
    return keep(actor, looked(actor, content, filename, wanted))


def keep(actor, found):
    """Keep what was looked at."""
    import_id = uploading.accept_rows(actor, found.id).id
    outbox.deliver_all()
    return as_it_stands(actor, import_id)


def as_it_stands(actor, import_id):
    """The import, apart from the session, so that it goes on telling how it stood."""
    found = previews.get_import(actor, import_id)
    db.session.expunge(found)
    return found


def assets(of=None):
    """All assets, by id."""
    db.session.rollback()
    found = select(Asset).order_by(Asset.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found.where(Asset.municipality_number == of) if of else found))


def the_asset(number):
    """The asset with an inventory number."""
    return next(asset for asset in assets() if asset.inventory_number == number)


def problems(found, severity=None):
    """(row, column, code) of each problem, in the order shown."""
    page = previews.list_problems(found.id, severity=severity, per_page=100)
    return [(problem.row, problem.column, problem.code) for problem in page.items]


def errors(found):
    """(row, column, code) of each error."""
    return problems(found, "error")


def everything():
    """All that an import could touch, to see that nothing changed."""
    db.session.rollback()
    return [
        [tuple(row) for row in db.session.execute(select(model.__table__).order_by(model.__table__.c.id))]
        for model in (Asset, AssetEntry, AssetImport, ImportProblem)
    ]
